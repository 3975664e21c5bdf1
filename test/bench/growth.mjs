// How much dearer things get with many plans, and with a file to keep them in.
import { rm } from 'node:fs/promises'
import { FILTERED, get, patch, planPath, times } from './cases.mjs'
import { OWNER } from './data.mjs'
import { alternate, load, median, timesOf } from './load.mjs'
import { FEW, count, fixture, withServers } from './prepare.mjs'
import { atMost, row } from './report.mjs'
import { LIST } from './servers.mjs'

/** Median time of an acknowledged write that is on disk, one after the other. */
export async function persist({ directory, many, calls }) {
  const rows = []
  for (const [plans, bound] of [
    [1000, 2],
    [many, 5],
  ]) {
    const file = `${directory}/kept-${plans}.json`
    const options = { data: await fixture(directory, plans), persist: file }
    const took = await withServers(['mock'], options, async (mock) => {
      const requests = times(calls * 10, (n) => patch(some(plans, n), n))
      await load(mock, requests, { answers: requests.length })
      return median(await timesOf(mock, requests.slice(0, calls)))
    })
    await rm(file)
    const what = `write with --persist, ${count(plans)} plans, p50`
    rows.push(row(what, took, ' ms', { demand: atMost(bound) }))
  }
  return rows
}

/** How many requests differ. */
const DIFFERENT = 5000

/** What answers cost with many plans, to what they cost with a hundred: rounds alternate. */
export async function scale({ directory, many, pace }) {
  const sizes = [FEW, many]
  const options = []
  for (const plans of sizes) options.push({ data: await fixture(directory, plans) })
  return withServers(['mock', 'mock'], options, async (...mocks) => {
    const rows = []
    for (const [what, requestsOf, token] of scaled) {
      const contenders = mocks.map((mock, index) => ({
        name: count(sizes[index]),
        server: { ...mock, ...(token && { token }) },
        requests: times(DIFFERENT, (n) => requestsOf(sizes[index], n)).flat(),
      }))
      const [small, large] = await alternate(contenders, pace)
      const ratios = small.rounds.map(({ rate }, round) => rate / large.rounds[round].rate)
      const note = `${shown(large)} : ${shown(small)}`
      rows.push(
        row(`${count(many)} plans to ${FEW}: ${what}`, median(ratios), '×', {
          demand: atMost(1.3),
          note,
          ratios,
        }),
      )
    }
    return rows
  })
}

const shown = ({ rounds }) => `${Math.round(median(rounds.map(({ rate }) => rate)))}/s`

const PAGE = 10
const lastPage = (plans) => Math.ceil(plans / PAGE)

/** Any plan, but the same for the same number. */
const some = (plans, n) => (n * 7919) % plans

const middlePage = (plans) => get(`${LIST}?page=${Math.ceil(lastPage(plans) / 2)}`)

/** Links are written for the host that was called, so nothing that was written for another is of use. */
const anew = (n) => ({ 'X-Forwarded-Host': `host-${n}.test` })

/** What is called, the calls, and who calls if not staff. */
const scaled = [
  ['retrieve, a hundred different ones', (plans, n) => get(planPath(some(plans, n % FEW)))],
  [
    'retrieve, rendered anew each time',
    (plans, n) => ({ ...get(planPath(some(plans, n % FEW))), headers: anew(n) }),
  ],
  ['list, first page', () => get(LIST)],
  ['list, last page', (plans) => get(`${LIST}?page=${lastPage(plans)}`)],
  ['list of one offering', () => get(FILTERED)],
  ['PATCH', (plans, n) => patch(some(plans, n), n)],
  ["owner's list, first page", () => get(LIST), OWNER],
  ["owner's list, a page in the middle", (plans) => middlePage(plans / 2), OWNER],
  ['list, a page in the middle', middlePage],
  [
    'PATCH and a list, a page in the middle',
    (plans, n) => [patch(some(plans, n), n), middlePage(plans)],
  ],
]
