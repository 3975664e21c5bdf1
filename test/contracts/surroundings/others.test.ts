import { afterEach, describe, expect, it } from 'vitest'
import type { Mock } from '../../../src/doors/index.ts'
import { changeJson } from '../../mutants/mutant.ts'
import { answerWrongCreate, startTarget } from '../startTarget.ts'
import type { TargetSettings } from '../startTarget.ts'
import { runVerify } from '../startVerify.ts'
import { holdTo } from './holdTo.ts'

const PLANS = '/api/marketplace-plans/'
const headers = {
  authorization: 'Token YOUR_API_TOKEN',
  'content-type': 'application/json',
  host: 'localhost',
}

type Send = (method: string, target: string, body?: object) => Record<string, unknown>

const sendTo =
  ({ answer }: Mock): Send =>
  (method, target, body) => {
    const bytes = new TextEncoder().encode(body ? JSON.stringify(body) : '')
    const { body: said } = answer({
      method,
      target,
      headers,
      body: bytes,
      origin: 'http://localhost',
    })
    return said.length > 0
      ? (JSON.parse(new TextDecoder().decode(said)) as Record<string, unknown>)
      : {}
  }

const timers: NodeJS.Timeout[] = []
afterEach(() => timers.splice(0).forEach(clearInterval))

/** What other people do while a run is under way. */
const habits: Readonly<Record<string, (send: Send, nth: number) => void>> = {
  'rename a plan': (send, nth) => {
    const [plan] = send('GET', PLANS) as unknown as { uuid: string }[]
    send('PATCH', `${PLANS}${plan?.uuid}/`, { name: `Renamed ${nth}` })
  },
  'rename a plan there and back': (send, nth) => {
    const plans = send('GET', `${PLANS}?page_size=300`) as unknown as {
      uuid: string
      article_code: string
    }[]
    send('PATCH', `${PLANS}${plans[3]?.uuid}/`, { article_code: nth % 2 ? 'here' : 'there' })
  },
  'make a plan and delete it': (send, nth) => {
    const [offering] = send('GET', '/api/booking-offerings/') as unknown as { url: string }[]
    const made = send('POST', PLANS, {
      name: `A${nth}`,
      offering: offering?.url.replace('booking', 'marketplace-provider'),
    })
    setTimeout(() => send('DELETE', `${PLANS}${String(made['uuid'])}/`), 60)
  },
  'archive plans': (send, nth) => {
    const plans = send('GET', `${PLANS}?page_size=300`) as unknown as { uuid: string }[]
    send('POST', `${PLANS}${plans[nth % plans.length]?.uuid}/archive/`)
  },
}

const ONLY = [
  'lists.pages-are-the-whole.plans',
  'lists.count.stats',
  'filters.offering-uuid',
  'booking.plans-agree',
  'headers.answer.ok',
  'links.resolve',
]

const startBusy = async (
  habit: (send: Send, nth: number) => void,
  wrap?: TargetSettings['wrap'],
) => {
  const { url, mock } = await startTarget(wrap && { wrap })
  const send = sendTo(mock)
  let nth = 0
  timers.push(setInterval(() => habit(send, nth++), 120))
  return url
}

describe('while other people', () => {
  it.each(Object.entries(habits))('%s, nothing is blamed on the server', async (_name, habit) => {
    const url = await startBusy(habit)

    const { findings, held } = await holdTo(url, ONLY, { readOnly: true })

    expect(findings.map(({ contract, expected, seen }) => [contract, expected, seen])).toEqual([])
    expect(held).toHaveLength(ONLY.length)
  })

  it('rename a plan, what is always wrong is still found', async () => {
    const wrong = changeJson(
      ({ target }, { status }) =>
        status === 200 && /^\/api\/booking-offerings\/[^/]+\/$/.test(target),
      (row: object) => ({ ...row, customer_name: 'Somebody' }),
    )
    const url = await startBusy(habits['rename a plan'] as never, wrong)

    const { broken } = await holdTo(url, ['booking.detail-is-the-row'], { readOnly: true })

    expect(broken).toEqual(['booking.detail-is-the-row'])
  })
})

it('a server that answers otherwise each time is found', async () => {
  let nth = 0
  const fickle = changeJson(
    ({ method, target }, { status }) =>
      method === 'GET' && status === 200 && target.startsWith('/api/marketplace-plans/?'),
    (rows: readonly object[]) => (nth++ % 2 === 0 ? rows : rows.toReversed()),
  )
  const { url } = await startTarget({ wrap: fickle })

  const { broken } = await holdTo(url, ['lists.stable.plans', 'lists.order.plans'], {
    readOnly: true,
  })

  expect(broken.length).toBeGreaterThan(0)
})

const HPC = 'a1b2c3d4-e5f6-7890-abcd-ef1234567890'
const MICROSCOPE = '50581cdb-7e5c-480c-b71e-83f9f3aaa316'
const ARGS = ['--only', 'plans.create,prices.exact,lists.count,groups.,document.']

describe('at the same time', () => {
  it.each([
    ['two runs on one offering', [HPC, '--seed', '1'], [HPC, '--seed', '8']],
    ['two runs on two offerings', [HPC], [MICROSCOPE]],
    ['two shards on one offering', [HPC, '--shard', '1/2'], [HPC, '--shard', '2/2']],
    ['two shards on two offerings', [HPC, '--shard', '1/2'], [MICROSCOPE, '--shard', '2/2']],
  ])('%s do not accuse each other', async (_name, ...offerings) => {
    const { url } = await startTarget()

    const runs = await Promise.all(
      offerings.map((one) => runVerify(url, [...ARGS, '--offering', ...one])),
    )

    for (const { code, text } of runs) expect(code, text).toBe(0)
  })

  it('two shards on two offerings find what is broken', async () => {
    const { url } = await startTarget({ wrap: answerWrongCreate })

    const runs = await Promise.all(
      [
        [HPC, '1/2'],
        [MICROSCOPE, '2/2'],
      ].map(([offering = '', shard = '']) =>
        runVerify(url, [...ARGS, '--offering', offering, '--shard', shard]),
      ),
    )

    for (const { code, text } of runs) expect(code, text).toBe(1)
  })
})

it('a quick run that has no requests left to be sure blames nobody while others write', async () => {
  const url = await startBusy(habits['rename a plan there and back'] as never)

  const args = ['--quick', '--read-only', '--budget', '120']
  const { code, text } = await runVerify(url, args)

  expect(code, text).toBe(0)
  expect(text).not.toContain('✗')
})
