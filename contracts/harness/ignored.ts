import { getDocumentDemand } from './findings/documentDemand.ts'
import type { DocumentMismatch } from './findings/findDocumentMismatches.ts'
import { inventUuid, PLANS } from './ownPlans/createPlan.ts'
import { getSession } from './session.ts'
import type { Request } from './transport/exchange.ts'

const OPERATION = 'marketplace_plans_list'

/** Filters of plans, and a value that leaves nothing of them where a server knows the filter. */
const FILTERS: Readonly<Record<string, () => string>> = {
  offering_uuid: inventUuid,
  parent_offering_uuid: inventUuid,
  offering_slug: () => 'no-such-slug',
}

/** A filter that the server does not know; the finding is null when it has been told of. */
export interface IgnoredFilter {
  readonly name: string
  readonly mismatch: DocumentMismatch | null
}

/** Servers of other releases leave all plans where they do not know a filter: what a contract has asked for by it follows from that. */
export async function findIgnoredFilter(
  { path, role }: Request,
  during: string,
): Promise<IgnoredFilter | null> {
  const [start, query] = path.split('?')
  if (start !== PLANS || query === undefined) return null
  for (const name of new Set(new URLSearchParams(query).keys())) {
    const value = FILTERS[name]?.()
    const found = value === undefined ? null : await tryFilter({ name, value, role }, during)
    if (found) return found
  }
  return null
}

async function tryFilter(
  { name, value, role }: { name: string; value: string; role: Request['role'] },
  during: string,
): Promise<IgnoredFilter | null> {
  const { ignored, transport } = getSession()
  if (ignored.has(name)) return { name, mismatch: null }
  const path = `${PLANS}?${name}=${value}&page_size=1`
  const exchange = await transport.exchange({ method: 'GET', path, role })
  const { json, headers } = exchange.response
  if (!Array.isArray(json) || json.length === 0) return null
  ignored.add(name)
  const own = getDocumentDemand(OPERATION).id !== during && { during }
  const expected = `${OPERATION} ?${name}: the filter to be known, so that no plan is left of a value that none has`
  const seen = `${headers['x-result-count']} plans, as of servers of an earlier release`
  return { name, mismatch: { operation: OPERATION, kind: path, expected, seen, exchange, ...own } }
}
