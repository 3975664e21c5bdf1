import { randomBytes } from 'node:crypto'
import { answerJson, answerText, bytes, HOSTILE, json, text } from './answer.ts'
import type { BadServer } from './answer.ts'

const uuid = (): string => randomBytes(16).toString('hex')
const isList = (path: string): boolean => /^\/api\/[\w-]+\/(?:usage_stats\/)?(?:\?|$)/.test(path)
const plan = (more: object): object => ({
  uuid: uuid(),
  name: 'Plan',
  url: `http://bad.test/api/marketplace-plans/${uuid()}/`,
  ...more,
})
const OFFERING = 'a1b2c3d4e5f67890abcdef1234567890'
/** The fields that readers look at. */
const FIELDS = [
  'uuid',
  'url',
  'name',
  'description',
  'offering',
  'offering_uuid',
  'components',
  'prices',
  'quotas',
  'future_prices',
  'plan_type',
  'organization_groups',
  'customer',
  'customer_uuid',
  'attributes',
  'schedules',
  'state',
  'type',
  'parent_uuid',
  'category_uuid',
  'thumbnail',
  'image',
  'screenshots',
  'files',
  'googlecalendar',
  'plans',
  'created',
  'unit',
  'unit_price',
  'init_price',
  'is_active',
  'max_amount',
  'archived',
  'backend_id',
  'article_code',
  'usage',
  'limit',
  'is_staff',
]
const allOf = (value: unknown): BadServer => ({
  answer: (call) => {
    const row = Object.fromEntries(FIELDS.map((name) => [name, value]))
    answerJson(call, isList(call.path) ? [row] : row)
  },
})
const rowOf = (more: object): BadServer => ({
  answer: (call) => {
    const row = {
      ...plan({ offering_uuid: OFFERING, type: 'Marketplace.Booking', components: [] }),
      ...more,
    }
    answerJson(call, isList(call.path) ? [row] : row)
  },
})

/** What can be read, however odd it is: import and seed may take it as it is, verify finds fault with it. */
export const oddAnswers: Readonly<Record<string, BadServer>> = {
  'packs in a way that nobody knows': text('[]', 'Content-Encoding: zzip'),
  'packs a hundred times': text('[]', `Content-Encoding: ${'gzip, '.repeat(99)}gzip`),
  'answers keys twice': text(`[{"uuid": "${OFFERING}", "uuid": 1, "name": "a", "name": null}]`),
  'answers numbers without an end': text(
    `[{"uuid": ${'9'.repeat(5000)}, "unit_price": 1e999, "max_amount": -1e-999}]`,
  ),
  'nests 100,000 lists': text('['.repeat(100_000) + ']'.repeat(100_000)),
  'nests 100,000 objects': text(`[${'{"components":'.repeat(100_000)}1${'}'.repeat(100_000)}]`),
  'answers halves of signs': rowOf({ name: '\ud800', description: '\udfff\ud800' }),
  'answers what is no UTF-8': bytes(Buffer.from([0x5b, 0x22, 0xff, 0xfe, 0xc0, 0xaf, 0x22, 0x5d])),
  'answers keys of JavaScript': text(
    `[{"__proto__": {"uuid": "${OFFERING}"}, "constructor": {"prototype": {"polluted": true}}, "toString": 1, "uuid": {"toString": 1}}]`,
  ),
  'answers texts that command a terminal': rowOf({ name: HOSTILE, type: HOSTILE, state: HOSTILE }),
  'answers ids that climb': rowOf({
    uuid: '../../../../etc/passwd',
    url: 'http://bad.test/../..',
    offering: `../${OFFERING}/../../x`,
    offering_uuid: '..%2f',
  }),
  'answers null in every field': allOf(null),
  'answers a number in every field': allOf(7),
  'answers a text in every field': allOf('seven'),
  'answers a list in every field': allOf([['x']]),
  'answers an object in every field': allOf({ x: { y: null } }),
  'answers rows that are none': json([null, 1, 'x', [], true]),
  'answers 100,000 rows that are alike': {
    answer: (call) => answerText(call, `[${Array(100_000).fill(`{"uuid":"${OFFERING}"}`).join()}]`),
  },
  'leads from parent to parent': {
    answer: (call) => {
      const lead = {
        ...plan({ offering: `/x/${uuid()}/` }),
        type: 'x',
        components: [],
        parent_uuid: uuid(),
        parent: uuid(),
      }
      answerJson(call, isList(call.path) ? [lead] : lead)
    },
  },
  'counts below nothing': json([], 'X-Result-Count: -1'),
  'counts what is not there': json([], `X-Result-Count: ${'9'.repeat(400)}`),
  'sets a thousand cookies': json(
    [],
    ...Array.from({ length: 400 }, (_, n) => `Set-Cookie: a${n}=1; Domain=.test`),
  ),
  'has a date of another era': json([], 'Date: Mon, 99 Foo 99999 99:99:99 GMT'),
  'has a link header of 15 kB': json([], `Link: ${'<http://x/>; rel="'.repeat(800)}`),
}
