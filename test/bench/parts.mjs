// What is measured, one function a part; each gives rows of the table.
import { rm, writeFile } from 'node:fs/promises'
import { fixtureText, OWNER, patchBody, planUuid, SOME_OFFERING, STAFF } from './data.mjs'
import { alternate, load, median, timesOf } from './load.mjs'
import { atLeast, atMost, row } from './report.mjs'
import { LIST, residentMemory, startServer } from './servers.mjs'

const planPath = (number) => `${LIST}${planUuid(number)}/`
const get = (path) => ({ method: 'GET', path })
const patch = (plan, n) => ({ method: 'PATCH', path: planPath(plan), body: patchBody(n) })
const times = (count, make) => Array.from({ length: count }, (_, n) => make(n))

/** Ten plans, the page and the plan of which the peers send. */
export async function prepare(directory) {
  await fixture(directory, 10)
  const mock = await startServer('mock', { data: `${directory}/10.json` })
  const headers = { Authorization: `Token ${STAFF}` }
  for (const [file, path] of Object.entries({ page: LIST, plan: planPath(7) })) {
    const answer = await fetch(mock.url + path, { headers })
    await writeFile(`${directory}/${file}.json`, Buffer.from(await answer.arrayBuffer()))
  }
  await mock.stop()
}

async function fixture(directory, plans) {
  const file = `${directory}/${plans}.json`
  await writeFile(file, fixtureText(plans))
  return file
}

async function withServers(names, options, use) {
  const servers = []
  try {
    for (const [index, name] of names.entries()) {
      servers.push(await startServer(name, options[index] ?? options))
    }
    return await use(...servers)
  } finally {
    for (const server of servers) await server.stop()
  }
}

const throughput = (names, requests, { directory, pace }) =>
  withServers(names, { directory, data: `${directory}/10.json` }, (...servers) =>
    alternate(servers, requests, pace),
  )

const ratio = (what, [a, b], demand) =>
  row(what, compared(a, b), '×', { demand, note: `${shown(a)} : ${shown(b)}` })

/** The median of what each round says by itself. */
const compared = (a, b) => median(a.rates.map((rate, round) => rate / b.rates[round]))

const shown = ({ rate, cost }) => `${Math.round(rate)}/s (${Math.round(cost)} µs of processor)`

export async function list(context) {
  const names = ['mock', 'express', 'raw', 'prism']
  const { mock, express, raw, prism } = await throughput(names, [get(LIST)], context)
  return [
    ratio('list, to bare Express', [mock, express], atLeast(4)),
    ratio('list, to raw node:http', [mock, raw], atLeast(0.3)),
    ratio('list, to Prism', [mock, prism], atLeast(16)),
  ]
}

/** What it costs that each answer can be explained afterwards. */
export async function journal({ directory, pace }) {
  const data = `${directory}/10.json`
  const options = [{ data }, { data, journal: '0' }]
  const load = (...servers) => alternate(named(servers), [get(LIST)], pace)
  const { kept, none } = await withServers(['mock', 'mock'], options, load)
  const note = `${shown(kept)} : ${shown(none)}`
  return [
    row('list, with journal to without', compared(kept, none), '×', {
      demand: atLeast(0.9),
      note,
    }),
  ]
}

const named = ([kept, none]) => [
  { ...kept, name: 'kept' },
  { ...none, name: 'none' },
]

/** A million calls of all kinds in sandboxes that come and go: memory after a tenth, and at the end. */
export async function soak({ directory, million }) {
  const requests = times(5000, (n) => ({
    ...(n % 5 === 0 ? patch(n % 10, n) : get(n % 2 ? LIST : planPath(n % 10))),
    headers: { 'X-Mock-Sandbox': `worker-${n % 100}` },
  }))
  return withServers(['mock'], { data: `${directory}/10.json` }, async (mock) => {
    await load(mock, requests, { answers: million / 10 })
    const early = residentMemory(mock)
    await load(mock, requests, { answers: (million * 9) / 10 })
    const late = residentMemory(mock)
    const note = `${early.toFixed(0)} MiB after ${count(million / 10)} calls : ${late.toFixed(0)} MiB after ${count(million)}`
    return [
      row('memory in a soak, end to a tenth', late / early, '×', { demand: atMost(1.2), note }),
    ]
  })
}

/** What the control does to 10,000 plans; each write before it is not timed. */
export async function control() {
  const { createMock, parseFixture } = await import('../../dist/index.js')
  const start = parseFixture(fixtureText(10_000), 'bench.json', new Date())
  const mock = createMock({ start, now: () => new Date('2026-03-10') })
  const body = (n) => new TextEncoder().encode(patchBody(n))
  const headers = { authorization: `Token ${STAFF}`, 'content-type': 'application/json' }
  const call = (n) => ({
    ...patch(n, n),
    target: planPath(n % 10_000),
    origin: '',
    headers,
    body: body(n),
  })
  const acts = {
    'save a snapshot': (n) => mock.save(`s${n % 50}`),
    'restore it': (n) => mock.restore(`s${n % 50}`),
    'fork a sandbox': (n) => mock.sandbox(`fork-${n}`, 's0'),
    undo: () => mock.undo(),
    redo: () => mock.redo(),
    reset: () => mock.reset(),
    'compare two': () => mock.diff('start', 'current'),
  }
  return Object.entries(acts).map(([name, act]) => {
    const took = times(100, (n) => {
      if (name === 'redo') mock.undo()
      else mock.answer(call(n))
      const began = performance.now()
      act(n)
      return performance.now() - began
    })
    return row(`${name}, 10,000 plans, p50`, median(took), ' ms', { demand: atMost(5) })
  })
}

export async function retrieve(context) {
  const requests = times(10, (n) => get(planPath(n)))
  const { mock, express } = await throughput(['mock', 'express'], requests, context)
  return [ratio('retrieve, to bare Express', [mock, express], atLeast(2.5))]
}

/** Two hundred bodies take turns on ten plans: no request repeats what a plan is already. */
const patches = times(200, (n) => patch(n % 10, n))

export async function write(context) {
  const { mock, express } = await throughput(['mock', 'express'], patches, context)
  return [ratio('PATCH, to bare Express', [mock, express], atLeast(1.3))]
}

/** From the start of the process to its first 200, the demo data being served. */
export async function start({ directory, starts }) {
  const took = { mock: [], express: [], prism: [] }
  for (let round = 0; round < starts; round++) {
    for (const name of Object.keys(took)) {
      const server = await startServer(name, { directory, token: DEMO_TOKEN })
      took[name].push(server.took)
      await server.stop()
    }
  }
  const [mock, express, prism] = Object.values(took).map(median)
  const note = (peer) => `${mock.toFixed(0)} ms : ${peer.toFixed(0)} ms`
  return [
    row('first 200, to bare Express', mock / express, '×', {
      demand: atMost(1.1),
      note: note(express),
    }),
    row('first 200, to Prism', mock / prism, '×', {
      demand: atMost(1 / 6, '1/6'),
      note: note(prism),
    }),
  ]
}

const DEMO_TOKEN = 'YOUR_API_TOKEN'
const DEMO_PLAN = `${LIST}a1b2c3d4-e5f6-7890-abcd-ef1234567890/`

/** Both answer the same number of lists, retrieves and PATCHes before they are weighed. */
export async function memory({ directory, weighings, answers }) {
  const weights = { mock: [], express: [] }
  const write = (n) => ({ method: 'PATCH', path: DEMO_PLAN, body: patchBody(n) })
  for (let round = 0; round < weighings; round++) {
    for (const name of Object.keys(weights)) {
      await withServers([name], { directory, token: DEMO_TOKEN }, async (server) => {
        for (const requests of [[get(LIST)], [get(DEMO_PLAN)], times(50, write)]) {
          await load(server, requests, { answers })
        }
        weights[name].push(residentMemory(server))
      })
    }
  }
  const [mock, express] = Object.values(weights).map(median)
  return [
    row('memory after load, to bare Express', mock / express, '×', {
      demand: atMost(1.3),
      note: `${mock.toFixed(0)} MiB : ${express.toFixed(0)} MiB`,
    }),
  ]
}

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

const count = (number) => number.toLocaleString('en')

/** What each call costs with many plans, to its cost with a hundred: rounds alternate. */
export async function scale({ directory, many, calls }) {
  const sizes = [FEW, many]
  const options = []
  for (const plans of sizes) options.push({ data: await fixture(directory, plans) })
  return withServers(['mock', 'mock'], options, async (...mocks) => {
    const rows = []
    for (const [what, demand, requestOf, token] of scaled) {
      const callers = mocks.map((mock) => ({ ...mock, ...(token && { token }) }))
      const [small, large] = await inTurn(callers, calls, (index, n) => requestOf(sizes[index], n))
      const note = `${large.toFixed(3)} ms : ${small.toFixed(3)} ms`
      rows.push(
        row(`${count(many)} plans to ${FEW}: ${what}`, large / small, '×', { demand, note }),
      )
    }
    return rows
  })
}

const FEW = 100
const PAGE = 10
const lastPage = (plans) => Math.ceil(plans / PAGE)

/** Any plan, but the same for the same number. */
const some = (plans, n) => (n * 7919) % plans

const middle = (plans) => get(`${LIST}?page=${Math.ceil(lastPage(plans) / 2)}`)

/** What is called, what is demanded of it, the call, and who calls if not staff. */
const scaled = [
  [
    'retrieve, a hundred different ones',
    atMost(2),
    (plans, n) => get(planPath(some(plans, n % FEW))),
  ],
  ['retrieve, each for the first time', undefined, (plans, n) => get(planPath(some(plans, n)))],
  ['list, first page', atMost(2), () => get(LIST)],
  ['list, last page', atMost(2), (plans) => get(`${LIST}?page=${lastPage(plans)}`)],
  ['list of one offering', atMost(2), () => get(`${LIST}?offering_uuid=${SOME_OFFERING}`)],
  ['PATCH', atMost(2), (plans, n) => patch(some(plans, n), n)],
  ["owner's list, first page", undefined, () => get(LIST), OWNER],
  ["owner's list, a page in the middle", undefined, (plans) => middle(plans / 2), OWNER],
  ['list, a page in the middle', undefined, middle],
  [
    'list, a page in the middle after a PATCH',
    undefined,
    (plans, n) => ({ ...middle(plans), before: patch(some(plans, n), n) }),
  ],
]
