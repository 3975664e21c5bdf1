import { expect, it } from 'vitest'
import { changeJson } from '../../mutants/mutant.ts'
import { startTarget } from '../startTarget.ts'
import { holdTo } from './holdTo.ts'

type Row = Readonly<Record<string, unknown>>

/** Rows of equal usage in another order each time, as a database without a tie-breaker gives them. */
function turnTies(rows: readonly Row[], nth: number): Row[] {
  const alike = (row: Row) => rows.filter(({ usage }) => usage === row['usage'])
  return rows.map((row) => {
    const group = alike(row)
    return group[(group.indexOf(row) + nth) % group.length] as Row
  })
}

const isWholeUsage = (target: string): boolean =>
  /^\/api\/marketplace-plans\/usage_stats\/\?(?!.*\bo=)/.test(target)

it('statistics of equal usage come in any order, and that is nobody’s fault', async () => {
  let nth = 0
  const { url } = await startTarget({
    wrap: changeJson(
      ({ method, target }, { status }) =>
        method === 'GET' && status === 200 && isWholeUsage(target),
      (rows: readonly Row[]) => turnTies(rows, nth++),
    ),
  })

  const only = [
    'lists.stable.stats',
    'lists.pages-are-the-whole.stats',
    'lists.links-followed.stats',
    'stats.same-for-all',
    'stats.default-order',
    'time.reads-repeat',
  ]
  const { findings } = await holdTo(url, only, { readOnly: true })

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
})

it('statistics that are not ordered by usage are found', async () => {
  const { url } = await startTarget({
    wrap: changeJson(
      ({ method, target }, { status }) =>
        method === 'GET' && status === 200 && isWholeUsage(target),
      (rows: readonly Row[]) => rows.toReversed(),
    ),
  })

  const { broken } = await holdTo(url, ['stats.default-order'], { readOnly: true })

  expect(broken).toEqual(['stats.default-order'])
})

it('the detail of a child offering has an option that its row lacks, and that is nobody’s fault', async () => {
  const withOption = (row: Row) =>
    typeof row['parent_uuid'] === 'string'
      ? {
          ...row,
          plugin_options: {
            ...(row['plugin_options'] as Row),
            auto_approve_in_service_provider_projects: true,
          },
        }
      : row
  const { url } = await startTarget({
    wrap: changeJson(
      ({ method, target }, { status }) =>
        method === 'GET' && status === 200 && /^\/api\/booking-offerings\/[^/?]+\/$/.test(target),
      withOption,
    ),
  })

  const only = ['booking.detail-is-the-row', 'lists.detail-is-row.bookings', 'links.own.bookings']
  const { findings } = await holdTo(url, only, { readOnly: true })

  expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
})
