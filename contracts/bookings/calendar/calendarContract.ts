import type { Api } from '../../harness/api.ts'
import { contract } from '../../harness/contract.ts'
import { walkCalendar } from './walkCalendar.ts'
import type { Step } from './step.ts'

/** A contract on the walk through the life of the calendar: what each step must show. */
export function calendarContract(
  demand: { id: string; demand: string; source: string },
  check: (api: Api, step: Step) => void,
): void {
  contract({ ...demand, needs: { write: true } }, async (api) => {
    const { steps } = await walkCalendar(api)
    for (const step of steps) check(api, step)
  })
}
