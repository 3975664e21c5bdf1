import { limitSample } from '../harness/choice/limitSample.ts'
import type { Api } from '../harness/api.ts'
import type { Role } from '../harness/settings.ts'
import { lists, readSomeRows, readUuid } from './lists.ts'
import type { Row } from './lists.ts'
import { demandLeft, readFiltered, readOfferings } from './filters/readFiltered.ts'
import type { Offerings } from './filters/readFiltered.ts'

export const demand = (name: string, sentence: string, source = '§1.10') => ({
  id: `filters.${name}`,
  demand: sentence,
  source,
})

/** Offerings whose plans are asked for one by one at most. */
export const MOST = 25

export const PROVIDER = '/api/marketplace-provider-offerings/'

interface Market {
  readonly plans: readonly Row[]
  readonly offerings: Offerings
}

export async function readMarket(api: Api): Promise<Market> {
  const plans = await readSomeRows(api, lists.plans.path)
  return { plans, offerings: await readOfferings(api, plans) }
}

export async function demandPlansLeft(
  api: Api,
  { query, plans, role = api.role }: { query: string; plans: readonly Row[]; role?: Role },
  test: (plan: Row) => boolean | null,
): Promise<void> {
  demandLeft(api, { query, rows: await readFiltered(api, query, { role }), plans }, test)
}

export const listOfferings = (plans: readonly Row[]): string[] =>
  [...new Set(plans.map((plan) => readUuid(plan, 'offering')))].slice(0, limitSample(MOST))

export const listSlugs = (offerings: Offerings): string[] =>
  [...new Set([...offerings.values()].map(({ slug }) => String(slug)))].slice(0, limitSample(MOST))

export const isOfOffering =
  (uuid: string) =>
  (plan: Row): boolean =>
    readUuid(plan, 'offering') === uuid

export const hasSlug =
  (...slugs: readonly string[]) =>
  ({ slug }: Row): boolean =>
    slugs.includes(String(slug))
