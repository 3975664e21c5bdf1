import { changeRows, isOk, isStats, mutateJson } from '../tools.ts'
import { changeJson, mutateMock } from '../mutant.ts'
import type { Mutant } from '../mutant.ts'
import { changeText, isUpdate, mutateNested, mutateOfferings, mutatePlans } from './tools.ts'
import type { Fields } from './tools.ts'

const listOf = (row: Fields, name: string): Fields[] => (row[name] ?? []) as Fields[]
const sumOf = (map: unknown): number =>
  Object.values((map ?? {}) as Record<string, unknown>).reduce<number>((a, b) => a + Number(b), 0)

const mutateWindows = (defect: string, change: (windows: Fields[]) => Fields[]): Mutant =>
  mutateOfferings(['time', defect], ({ attributes }) => {
    const own = attributes as Fields | undefined
    if (own) own['schedules'] = change(listOf(own, 'schedules'))
  })

const times: readonly Mutant[] = [
  mutateOfferings(['time', 'created has a blank instead of T'], (offering) =>
    changeText(offering, 'created', (time) => time.replace('T', ' ')),
  ),
  mutateOfferings(['time', 'screenshots have another time zone'], (offering) => {
    for (const shot of listOf(offering, 'screenshots'))
      changeText(shot, 'created', (time) => new Date(time).toISOString())
  }),
  mutateWindows('the end of a window is written otherwise than its start', (windows) => {
    for (const window of windows)
      changeText(window, 'end', (time) => time.replace(/\.\d+Z$/, '+00:00'))
    return windows
  }),
  mutateWindows('running windows tell microseconds', (windows) => {
    for (const window of windows)
      if (Math.abs(Date.parse(String(window['start'])) - Date.now()) < 60_000)
        changeText(window, 'start', (time) => time.replace(/Z$/, '000Z'))
    return windows
  }),
  mutateWindows('running windows begin tomorrow', (windows) => {
    for (const window of windows)
      if (Math.abs(Date.parse(String(window['start'])) - Date.now()) < 60_000)
        window['start'] = new Date(Date.now() + 86_400_000).toISOString().replace(/\d{3}Z/, '000Z')
    return windows
  }),
  mutateWindows('windows are told as text', (windows) =>
    windows.map((window) => JSON.stringify(window) as unknown as Fields),
  ),
  mutateMock(
    'time',
    'the list tells windows backwards',
    (inner) => (call) =>
      changeJson(
        ({ target }, sent) => isOk(sent) && /^\/api\/booking-offerings\/(\?|$)/.test(target),
        changeRows((row) => {
          listOf((row['attributes'] ?? {}) as Fields, 'schedules').reverse()
        }),
      )(inner)(call),
  ),
]

const figures: readonly Mutant[] = [
  mutatePlans(['money', 'small prices are told as zero'], (plan) => {
    const prices = (plan['prices'] ?? {}) as Record<string, unknown>
    for (const type of Object.keys(prices)) if (Number(prices[type]) < 1e-6) prices[type] = 0
  }),
  mutatePlans(['money', 'plan_type counts components without a price'], (plan) => {
    if (plan['plan_type'] === null && listOf(plan, 'components').length > 0)
      plan['plan_type'] = 'mixed'
  }),
  mutatePlans(['money', 'the smallest price of a plan is the sum of all'], (plan) => {
    if (plan['plan_type'] === 'usage-based') plan['minimal_price'] = sumOf(plan['prices'])
  }),
  mutatePlans(['money', 'the amount of a fixed component does not count'], (plan) => {
    if (plan['plan_type'] === 'fixed') plan['minimal_price'] = sumOf(plan['prices'])
  }),
  mutatePlans(['money', 'the map of quotas forgets zeros'], (plan) => {
    const quotas = (plan['quotas'] ?? {}) as Record<string, unknown>
    for (const type of Object.keys(quotas)) if (quotas[type] === 0) delete quotas[type]
  }),
  mutatePlans(['money', 'the map of prices is of another component'], (plan) => {
    const entries = Object.entries((plan['prices'] ?? {}) as Record<string, unknown>)
    const values = entries.map(([, value]) => value).reverse()
    plan['prices'] = Object.fromEntries(entries.map(([type], at) => [type, values[at]]))
  }),
  mutatePlans(['money', 'future prices are told as prices of components'], (plan) => {
    for (const part of listOf(plan, 'components'))
      part['price'] = part['future_price'] ?? part['price']
  }),
  mutatePlans(['money', 'a full plan is active'], (plan) => {
    plan['is_active'] = true
  }),
  mutatePlans(['money', 'plans in use tell no future prices'], (plan) => {
    if (Number(plan['resources_count']) > 0)
      for (const part of listOf(plan, 'components')) part['future_price'] = null
  }),
  mutateJson('money', 'an answer to a change tells old totals', [
    (call, sent) => isOk(sent) && isUpdate(call),
    changeRows((plan) => Object.assign(plan, { resources_count: -1 })),
  ]),
  mutateJson('money', 'statistics tell no limit of full plans', [
    isStats,
    changeRows(
      (row) => Number(row['remaining']) < 0 && Object.assign(row, { limit: null, remaining: null }),
    ),
  ]),
  mutateNested(['money', 'nested plans round prices'], (plan) => {
    for (const part of listOf(plan, 'components'))
      changeText(part, 'price', (price) => Number(price).toFixed(2).padEnd(13, '0'))
  }),
  mutateNested(['money', 'nested plans are all active'], (plan) => {
    plan['is_active'] = true
  }),
  mutateNested(['money', 'nested plans count no resources'], (plan) => {
    plan['resources_count'] = 0
  }),
  mutateNested(['state', 'nested plans are never archived'], (plan) => {
    plan['archived'] = false
  }),
  mutateNested(['state', 'nested plans have no groups'], (plan) => {
    plan['organization_groups'] = []
  }),
  mutateNested(['money', 'nested plans tell no discounts'], (plan) => {
    for (const part of listOf(plan, 'components'))
      Object.assign(part, { discount_threshold: null, discount_rate: null })
  }),
]

/** Times and figures that are written in another way in some places. */
export const formats: readonly Mutant[] = [...times, ...figures]
