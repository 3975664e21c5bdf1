import type { Api } from '../harness/api.ts'
import { BOOKINGS, getOfferingLink, PLANS, readAllRows } from '../harness/ownPlans/createPlan.ts'
import { toHex, toRows, toText } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { getSession } from '../harness/session.ts'
import type { Role } from '../harness/settings.ts'
import { Inapplicable } from '../harness/unmet.ts'
import type { StoryOffering } from './planModel.ts'

/** The chosen offering, as far as stories need it. */
export async function readStoryOffering(api: Api): Promise<StoryOffering> {
  const { offering, tag } = getSession().settings
  const exchange = await api.get(`${BOOKINGS}${toHex(offering)}/`)
  if (offering === null || exchange.response.status !== 200)
    throw new Inapplicable('the chosen offering is no booking offering that this token sees')
  const row = api.readObject(exchange)
  return {
    offering: getOfferingLink(),
    tag,
    isChild: toHex(row['parent_uuid']) !== null,
    billable: row['billable'] === true,
    components: toRows(row['components']).map((one) => ({
      type: toText(one['type']),
      name: toText(one['name']),
      measured_unit: toText(one['measured_unit']),
      billing: toText(one['billing_type']),
    })),
    groups: await readGroups(api, row),
  }
}

/** Groups that plans or the offering show, and their parents: three at most. */
async function readGroups(api: Api, offering: Row): Promise<StoryOffering['groups']> {
  const rows = [offering, ...(await readAllRows(api, PLANS))]
  const groups = rows.flatMap((row) => toRows(row['organization_groups']))
  const links = groups.flatMap(({ url, parent }) => [toText(url), toText(parent)]).filter(Boolean)
  const known = new Map(links.map((link) => [toHex(link) ?? '', link]))
  return [...known].map(([uuid, link]) => ({ uuid, link })).slice(0, 3)
}

/** Staff and the owner of the chosen offering, as far as there are tokens. */
export async function findRoles(api: Api): Promise<Role[]> {
  const { offering, tokens } = getSession().settings
  const may: Role[] = []
  for (const role of ['staff', 'owner'] as const) {
    if (tokens[role] === undefined) continue
    const { response } = await api.get(`${BOOKINGS}${toHex(offering)}/?field=uuid`, { role })
    if (response.status === 200) may.push(role)
  }
  return may
}
