import type { Api } from '../../harness/api.ts'
import { isAccepted } from './calendarView.ts'
import { demandAccepted, demandBusy, demandIdle, nameOutcome } from './demandStep.ts'
import type { Step } from './step.ts'

/** Demands of a step that it is accepted, keeps the calendar busy, ends, and leads where its action leads. */
export function demandOutcome(api: Api, step: Step, isPublic: boolean): void {
  demandAccepted(api, step)
  demandBusy(api, step)
  demandIdle(api, step)
  if (!step.after || !isAccepted(step.answer)) return
  const { calendar, exchange } = step.after
  const { id, link } = calendar
  api.demandEqual(calendar.isPublic, isPublic, nameOutcome('public', step.action), exchange)
  api.demand(id !== null && id !== '', nameOutcome('backend_id', step.action), id, exchange)
  api.demandEqual(id, step.before.calendar.id ?? id, `backend_id after ${step.action}`, exchange)
  const end = `?src=${encodeURIComponent(String(id))}`
  if (isPublic)
    api.demand(String(link).endsWith(end), `http_link ending with ${end}`, link, exchange)
  else api.demandEqual(link, null, 'http_link of a private calendar', exchange)
}
