import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { readBookings, readHexPath, toHex, toText } from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'
import { Inapplicable } from '../harness/unmet.ts'

contract(
  {
    id: 'booking.groups-say-everything',
    demand: 'an organization group names its parent, if it has one, and counts its customers',
    source: '§2.0 row 21',
  },
  async (api: Api) => {
    const groups = listGroups(await readBookings(api))
    if (groups.length === 0) throw new Inapplicable('no organization group is visible')
    for (const group of groups) {
      const parent = group['parent'] === null ? [] : ['parent_uuid', 'parent_name']
      for (const name of [...parent, 'customers_count'])
        api.demand(name in group, `${name} in an organization group`, group)
    }
  },
)

contract(
  {
    id: 'booking.groups-agree',
    demand: 'an organization group is the same wherever it is shown, and so is its parent',
    source: '§3.2',
  },
  async (api: Api) => {
    const groups = listGroups(await readBookings(api))
    if (groups.length === 0) throw new Inapplicable('no organization group is visible')
    const known = new Map(groups.map((group) => [toHex(group['uuid']), group]))
    for (const group of groups) {
      const { uuid, url, name, parent, parent_uuid = null, parent_name = null } = group
      api.demandEqual(
        readHexPath(url),
        `/api/organization-groups/${toHex(uuid)}/`,
        'the path of url',
      )
      api.demandEqual(group, known.get(toHex(uuid)), `group ${toText(name)} wherever it is shown`)
      const path = parent_uuid === null ? null : `/api/organization-groups/${toHex(parent_uuid)}/`
      if ('parent_uuid' in group) api.demandEqual(readHexPath(parent), path, 'the path of parent')
      if (parent === null) api.demandEqual([parent_uuid, parent_name], [null, null], 'no parent')
      const shown = known.get(toHex(parent))
      if (shown && 'parent_name' in group)
        api.demandEqual(parent_name, shown['name'], 'parent_name')
    }
  },
)

const listGroups = (rows: readonly Row[]): Row[] =>
  rows.flatMap((row) => [
    ...(row['organization_groups'] as Row[]),
    ...(row['plans'] as Row[]).flatMap((plan) => plan['organization_groups'] as Row[]),
  ])
