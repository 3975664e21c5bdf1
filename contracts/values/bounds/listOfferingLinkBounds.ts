import { getOfferingLink, inventUuid } from '../../harness/ownPlans/createPlan.ts'
import { findUuid } from '../../harness/transport/guard.ts'
import type { Bound } from './bound.ts'

/** Links that lead somewhere, or nearly so. */
export function listOfferingLinkBounds(): Bound[] {
  const hex = findUuid(getOfferingLink())
  const bad = (json: string, text: string): Bound => ({
    keyword: 'format',
    json: JSON.stringify(json),
    errors: [`Invalid hyperlink - ${text}`],
  })
  const root = '/api/marketplace-provider-offerings/'
  return [
    { keyword: 'format', json: JSON.stringify(getOfferingLink()), errors: null },
    bad(root, 'Incorrect URL match.'),
    bad(`${root}${hex}/nowhere/at/all/`, 'No URL match.'),
    bad(`/nowhere${root}${hex}/`, 'No URL match.'),
    bad(`/api/marketplace-public-offerings/${hex}/`, 'Incorrect URL match.'),
    bad(`/api/booking-offerings/${hex}/`, 'Incorrect URL match.'),
    bad(`/api/customers/${inventUuid()}/`, 'Incorrect URL match.'),
    bad(`${root}${inventUuid()}/`, 'Object does not exist.'),
    bad(`${root}zzz/`, 'Object does not exist.'),
  ]
}
