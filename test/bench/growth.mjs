// How much dearer things get with many plans, and with a file to keep them in.
import { rm } from 'node:fs/promises'
import { FILTERED, get, patch, planPath, times } from './cases.mjs'
import { OWNER } from './data.mjs'
import { load, median, timesOf } from './load.mjs'
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
    const [took] = await withServers(['mock'], options, (mock) =>
      inTurn([mock], calls, (_, n) => patch(some(plans, n), n)),
    )
    await rm(file)
    const what = `write with --persist, ${count(plans)} plans, p50`
    rows.push(row(what, took, ' ms', { demand: atMost(bound) }))
  }
  return rows
}

/** Rounds that alternate between the servers, warmed up before; the median time of each. */
async function inTurn(servers, calls, requestOf) {
  const took = servers.map(() => [])
  const rounds = 5
  const [inRound, warm] = [calls / rounds, calls * 10]
  for (const [index, server] of servers.entries()) {
    await load(
      server,
      numbers(calls, warm).map((n) => requestOf(index, n)),
      { answers: warm },
    )
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, server] of servers.entries()) {
      const requests = numbers(round * inRound, inRound).map((n) => requestOf(index, n))
      took[index].push(...(await timesOf(server, requests)))
    }
  }
  return took.map(median)
}

const numbers = (first, count) => times(count, (n) => first + n)

/** What each call costs with many plans, to its cost with a hundred: rounds alternate. */
export async function scale({ directory, many, calls }) {
  const sizes = [FEW, many]
  const options = []
  for (const plans of sizes) options.push({ data: await fixture(directory, plans) })
  return withServers(['mock', 'mock'], options, async (...mocks) => {
    const rows = []
    for (const [what, requestOf, token] of scaled) {
      const callers = mocks.map((mock) => ({ ...mock, ...(token && { token }) }))
      const [small, large] = await inTurn(callers, calls, (index, n) => requestOf(sizes[index], n))
      const note = `${large.toFixed(3)} ms : ${small.toFixed(3)} ms`
      rows.push(
        row(`${count(many)} plans to ${FEW}: ${what}`, large / small, '×', {
          demand: atMost(1.3),
          note,
        }),
      )
    }
    return rows
  })
}

const PAGE = 10
const lastPage = (plans) => Math.ceil(plans / PAGE)

/** Any plan, but the same for the same number. */
const some = (plans, n) => (n * 7919) % plans

const middlePage = (plans) => get(`${LIST}?page=${Math.ceil(lastPage(plans) / 2)}`)

/** What is called, the call, and who calls if not staff. */
const scaled = [
  ['retrieve, a hundred different ones', (plans, n) => get(planPath(some(plans, n % FEW)))],
  ['retrieve, each for the first time', (plans, n) => get(planPath(some(plans, n)))],
  ['list, first page', () => get(LIST)],
  ['list, last page', (plans) => get(`${LIST}?page=${lastPage(plans)}`)],
  ['list of one offering', () => get(FILTERED)],
  ['PATCH', (plans, n) => patch(some(plans, n), n)],
  ["owner's list, first page", () => get(LIST), OWNER],
  ["owner's list, a page in the middle", (plans) => middlePage(plans / 2), OWNER],
  ['list, a page in the middle', middlePage],
  [
    'list, a page in the middle after a PATCH',
    (plans, n) => ({ ...middlePage(plans), before: patch(some(plans, n), n) }),
  ],
]
