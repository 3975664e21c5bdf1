import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import order from '../../contracts/harness/choice/order.json' with { type: 'json' }
import type { Mock } from '../../src/doors/index.ts'
import type { ApiRequest } from '../../src/pipeline/reading/request.ts'
import type { ApiResponse } from '../../src/pipeline/response.ts'
import { listRows, startTarget } from './startTarget.ts'
import type { TargetSettings } from './startTarget.ts'
import { readReport, runVerify, startVerify } from './startVerify.ts'
import type { RunningVerify } from './startVerify.ts'

const ONLY = ['--only', 'quotas.,prices.']
const PLANS = '/api/marketplace-plans/'

const isCreate = ({ method, target: path }: ApiRequest): boolean =>
  method === 'POST' && path === PLANS
const isDelete = ({ method }: ApiRequest): boolean => method === 'DELETE'

/** Starts a run and strikes when the server has done what `isMeant` says for the nth time. */
async function verifyAndStrike(
  [isMeant, nth]: readonly [(call: ApiRequest) => boolean, number],
  strike: (running: RunningVerify) => void,
  wrap: NonNullable<TargetSettings['wrap']> = (inner) => inner.answer,
) {
  let running: RunningVerify | undefined
  let seen = 0
  const striking = (inner: Mock) => (call: ApiRequest) => {
    const sent = wrap(inner)(call)
    if (isMeant(call) && ++seen === nth && running) strike(running)
    return sent
  }
  const server = await startTarget({ wrap: striking })
  const before = listRows(server.mock)
  running = startVerify([server.url, '--seed', '7', ...ONLY], {
    env: { WALDUR_TOKEN: 'YOUR_API_TOKEN' },
  })
  return { ...server, before, ended: await running.ended }
}

/** A server on which nobody may delete. */
const refuseAs =
  (inner: Mock) =>
  (call: ApiRequest): ApiResponse =>
    isDelete(call)
      ? { ...inner.answer({ ...call, method: 'GET' }), status: 403 }
      : inner.answer(call)

const kill = ({ child }: RunningVerify) => child.kill('SIGKILL')

it.concurrent('verify --cleanup takes away what a killed run had made, noted or not, and nothing else', async () => {
  // The third plan is made, and the run is killed before it can know of it.
  const { url, mock, before, ended, asked } = await verifyAndStrike([isCreate, 3], kill, refuseAs)
  const { dir } = ended
  expect(ended.code).toBe(null)
  expect(listRows(mock)).not.toEqual(before)
  // A line that was torn by the crash spoils no other.
  appendFileSync(join(dir, '.waldur-verify/ledger.jsonl'), '\n{"made":"a1b2c3d4e5f6')

  const other = await startTarget()
  const elsewhere = await runVerify(other.url, ['--cleanup'], { dir })
  expect(elsewhere.text).toBe('Nothing of earlier runs is left.\n')
  expect(other.asked).toEqual([])

  const count = asked.length
  const { code, text } = await runVerify(url, ['--cleanup'], { dir })

  expect(code, text).toBe(0)
  const own = text.match(/^plan \w+ is archived/gm) ?? []
  expect(own.length).toBeGreaterThan(0)
  const writes = asked.slice(count).filter(({ method }) => method === 'DELETE' || method === 'POST')
  expect(writes).toHaveLength(2 * own.length)
  const again = await runVerify(url, ['--cleanup'], { dir })
  expect(again.text).toBe('Nothing of earlier runs is left.\n')
})

it.concurrent('verify --cleanup leaves a server exactly as it was before the killed run, newest plans first', async () => {
  // The fourth to go is not gone, nor is anything after it: the run is killed in its midst.
  const { url, mock, before, ended, asked } = await verifyAndStrike([isCreate, 4], kill)
  const { dir } = ended
  const made = readFileSync(join(dir, '.waldur-verify/ledger.jsonl'), 'utf8')
  const count = asked.length

  const { code, text } = await runVerify(url, ['--cleanup'], { dir })

  expect(text).toBe('Nothing of earlier runs is left.\n')
  expect(code).toBe(0)
  expect(listRows(mock)).toEqual(before)
  const deleted = asked.slice(count).flatMap(({ method, path }) => {
    const uuid = path.split('/')[3] ?? ''
    return method === 'DELETE' ? [made.indexOf(uuid)] : []
  })
  // What could not be noted any more is the newest; the noted follow in reverse order.
  expect(deleted[0]).toBe(-1)
  expect(deleted.slice(1)).toEqual(deleted.slice(1).toSorted((a, b) => b - a))
})

it.concurrent.each(['SIGINT', 'SIGTERM'] as const)(
  'a run that is ended by %s takes away what it made, writes its report and does not claim success',
  async (signal) => {
    const { mock, before, ended } = await verifyAndStrike([isCreate, 2], ({ child }) =>
      child.kill(signal),
    )

    expect(ended.text).toContain('Stopping: what was made is taken away first.')
    expect(ended.text).toContain('interrupted: ')
    expect(ended.code).toBe(2)
    expect(listRows(mock)).toEqual(before)
    expect(readReport(ended.dir).interrupted).toBe(true)
  },
)

it.concurrent('verify archives its plans where delete is refused, and says which', async () => {
  const { mock, url } = await startTarget({ wrap: refuseAs })
  const uuids = () => [...mock.state().plans.rows.values()].filter(({ archived }) => !archived)
  const before = uuids()

  const { code, dir } = await runVerify(url, ['--only', 'quotas.'])

  expect(uuids()).toEqual(before)
  expect(mock.state().plans.rows.size).toBeGreaterThan(before.length)
  expect(code).toBe(0)
  expect(readReport(dir).contracts.at(-1)).toMatchObject({ outcome: 'kept' })
})

it.concurrent('verify reports a plan that the server only says to have deleted', async () => {
  const { url } = await startTarget({
    wrap: (inner) => (call) =>
      isDelete(call)
        ? { ...inner.answer({ ...call, method: 'HEAD' }), status: 204 }
        : inner.answer(call),
  })

  const { code, text } = await runVerify(url, ['--only', 'quotas.'])

  expect(code).toBe(1)
  expect(text).toMatch(/saw +plan \w+ is still there \(the server said that it was taken away\)/)
})

it.concurrent('verify still reports what it knows when the server dies in the midst of it', async () => {
  let isDead = false
  const { url } = await startTarget({
    instead: ({ method, url: path, socket }) => {
      isDead ||= method === 'DELETE' && path !== PLANS
      if (isDead) socket.destroy()
      return isDead
    },
  })

  const { code, text, dir } = await runVerify(url, ['--only', 'quotas.'])

  expect(code).toBe(2)
  expect(text).toMatch(/; verify --cleanup takes away what is left\n/)
  expect(text).toMatch(/ gives no answer any more \(none came: .*\n$/)
  expect(readReport(dir).contracts.map(({ id }) => id)).toEqual(expect.arrayContaining(order))
})
