// What is measured besides rates, one function a part; each gives rows of the table.
import { spawnSync } from 'node:child_process'
import { get, patch, planPath, times } from './cases.mjs'
import { fixtureText, patchBody, STAFF } from './data.mjs'
import { load, median } from './load.mjs'
import { count, FEW, withServers } from './prepare.mjs'
import { atMost, row } from './report.mjs'
import { LIST, residentMemory, ROOT, startServer } from './servers.mjs'

/** All of `verify`, from the command line, on the mock. */
export async function verify() {
  return withServers(['mock'], { token: DEMO_TOKEN }, async (mock) => {
    const began = performance.now()
    const command = ['dist/cli.js', 'verify', mock.url, '--full', '--write']
    const env = { ...process.env, WALDUR_TOKEN: DEMO_TOKEN }
    const { status } = spawnSync(process.execPath, command, { cwd: ROOT, env, stdio: 'ignore' })
    const took = (performance.now() - began) / 1000
    const note = `exit code ${status}`
    return [row('verify on the mock, whole', took, ' s', { demand: atMost(15), note })]
  })
}

/** A million calls of all kinds in sandboxes that come and go: memory about a tenth of them, and at the end. */
export async function soak({ directory, million }) {
  const requests = times(5000, (n) => ({
    ...(n % 5 === 0 ? patch(n % 10, n) : get(n % 2 ? LIST : planPath(n % 10))),
    headers: { 'X-Mock-Sandbox': `worker-${n % 100}` },
  }))
  return withServers(['mock'], { data: `${directory}/${FEW}.json` }, async (mock) => {
    const tenth = { answers: million / 10 }
    await load(mock, requests, { answers: million / 20 })
    const early = await memoryDuring(mock, () => load(mock, requests, tenth))
    await load(mock, requests, { answers: million * 0.75 })
    const late = await memoryDuring(mock, () => load(mock, requests, tenth))
    const note = `${early.toFixed(0)} MiB about call ${count(million / 10)} : ${late.toFixed(0)} MiB about call ${count(million)}`
    return [
      row('memory in a soak, end to a tenth', late / early, '×', { demand: atMost(1.2), note }),
    ]
  })
}

/** The median while something goes on: V8 lets the heap grow to twice what lives, and collects then. */
async function memoryDuring(server, work) {
  const seen = []
  const timer = setInterval(() => seen.push(residentMemory(server)), 100)
  await work().finally(() => clearInterval(timer))
  return median([...seen, residentMemory(server)])
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

/** From the start of the process to its first 200, the demo data being served. */
export async function start({ directory, starts }) {
  const took = { mock: [], Express: [], Prism: [] }
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
      demand: atMost(1),
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
  const weights = { mock: [], Express: [] }
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
      demand: atMost(1.1),
      note: `${mock.toFixed(0)} MiB : ${express.toFixed(0)} MiB`,
    }),
  ]
}
