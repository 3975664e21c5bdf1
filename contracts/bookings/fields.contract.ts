import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { canPrecede } from '../harness/canPrecede.ts'
import {
  readBookings,
  readHexPath,
  toHex,
  toObject,
  toRows,
  toText,
} from '../harness/readBookings.ts'
import type { Row } from '../harness/readBookings.ts'

contract(
  {
    id: 'booking.links-agree',
    demand: 'links of an offering lead to the object whose uuid and name stand beside them',
    source: '§1.12',
  },
  async (api: Api) => {
    for (const row of await readBookings(api)) {
      demandLink(api, row, 'customer', '/api/customers/')
      demandLink(api, row, 'project', '/api/projects/')
      demandLink(api, row, 'category', '/api/marketplace-categories/')
      demandNullTogether(api, row, ['customer_uuid', 'customer_name'])
      demandNullTogether(api, row, ['project_uuid', 'project_name'])
      demandNullTogether(api, row, ['category_uuid', 'category_title'])
      for (const role of toRows(row['roles'])) {
        const path = `/api/marketplace-offering-user-roles/${toHex(role['uuid'])}/`
        api.demandEqual(readHexPath(role['url']), path, 'the path of a role')
      }
      for (const link of listMedia(row))
        api.demand(
          /^\/api\/media\/[0-9a-f]{32}\/$/.test(readHexPath(link) ?? ''),
          'a media link',
          link,
        )
    }
  },
)

function demandLink(api: Api, row: Row, name: string, place: string): void {
  const uuid = row[`${name}_uuid`]
  if (uuid === undefined) return
  const path = uuid === null ? null : `${place}${toHex(uuid)}/`
  api.demandEqual(readHexPath(row[name]), path, `the path of ${name}`)
}

/** Either all of these fields are null, or none is. */
function demandNullTogether(api: Api, row: Row, names: readonly string[]): void {
  const values = names.filter((name) => name in row).map((name) => row[name])
  const nulls = values.filter((value) => value === null).length
  api.demand(nulls === 0 || nulls === values.length, `${names.join(' and ')} null together`, values)
}

const listMedia = ({ thumbnail, image, screenshots, files }: Row): unknown[] =>
  [
    thumbnail,
    image,
    ...toRows(screenshots).flatMap((one) => [one['image'], one['thumbnail']]),
    ...toRows(files).map(({ file }) => file),
  ].filter((link) => link !== null)

contract(
  {
    id: 'booking.parent-is-whole',
    demand: 'a child offering names its parent, sells its components, and others name none',
    source: '§2.12',
  },
  async (api: Api) => {
    const rows = await readBookings(api)
    const known = new Map(rows.map((row) => [toHex(row['uuid']), row]))
    for (const row of rows) {
      demandNullTogether(api, row, ['parent_uuid', 'parent_name', 'parent_description'])
      const parent = known.get(toHex(row['parent_uuid']))
      if (!parent) continue
      api.demandEqual(row['parent_name'], parent['name'], 'parent_name')
      api.demandEqual(row['parent_description'], parent['description'], 'parent_description')
      api.demandEqual(row['components'], parent['components'], 'components as of the parent')
    }
  },
)

contract(
  {
    id: 'booking.has-no-scope',
    demand: 'a bookable offering has no backend object: scope is null and quotas are empty',
    source: '§2.0 row 24',
  },
  async (api: Api) => {
    for (const row of await readBookings(api)) {
      for (const name of ['', '_uuid', '_name', '_state', '_error_message'])
        api.demandEqual(row[`scope${name}`], null, `scope${name}`)
      api.demandEqual(row['quotas'], [], 'quotas')
    }
  },
)

contract(
  {
    id: 'booking.components',
    demand: 'components come by name, each type once; none is built in or has a factor',
    source: '§3.3',
  },
  async (api: Api) => {
    for (const row of await readBookings(api)) {
      const components = toRows(row['components'])
      const types = components.map(({ type }) => type)
      api.demandEqual(new Set(types).size, types.length, 'the number of different types')
      const names = components.map(({ name }) => toText(name))
      for (const [index, name] of names.slice(1).entries())
        api.demand(canPrecede(names[index] ?? '', name), 'components in the order of names', names)
      for (const component of components) checkComponent(api, component, components)
    }
  },
)

function checkComponent(api: Api, component: Row, components: readonly Row[]): void {
  const {
    factor,
    is_builtin,
    overage_component: overage,
    min_value: min,
    max_value: max,
  } = component
  api.demandEqual(factor, null, 'factor')
  api.demandEqual(is_builtin, false, 'is_builtin')
  if (typeof min === 'number' && typeof max === 'number')
    api.demand(min <= max, 'min_value to be at most max_value', component)
  if (overage === null) return
  const target = components.find(({ uuid }) => toHex(uuid) === toHex(overage))
  if (target)
    api.demandEqual(target['billing_type'], 'usage', 'the billing type of overage_component')
}

contract(
  {
    id: 'booking.options-shape',
    demand: 'options are ordered keys and what each asks for',
    source: '§3.5',
  },
  async (api: Api) => {
    for (const row of await readBookings(api)) {
      for (const field of ['options', 'resource_options']) {
        const { order = [], options = {} } = row[field] as Row
        const keys = Object.keys(toObject(options))
        api.demand(Array.isArray(order), `a list in ${field}.order`, row[field])
        const strangers = (order as unknown[]).filter((key) => !keys.includes(String(key)))
        api.demandEqual(strangers, [], `keys in ${field}.order without an option`)
        api.demandEqual(
          new Set(order as unknown[]).size,
          (order as unknown[]).length,
          'different keys',
        )
        for (const option of Object.values(toObject(options))) checkOption(api, toObject(option))
      }
    }
  },
)

function checkOption(api: Api, option: Row): void {
  const { type, label, choices = [], required = false } = option
  api.demand(OPTION_TYPES.includes(toText(type)), 'a known type of an option', option)
  api.demand(toText(label) !== '', 'a label of an option', option)
  api.demand(Array.isArray(choices), 'choices to be a list', option)
  api.demand(typeof required === 'boolean', 'required to be true or false', option)
}

const OPTION_TYPES = [
  'boolean integer money string text html_text date time select_string select_string_multi',
  'select_openstack_tenant select_multiple_openstack_tenants select_openstack_instance',
  'select_multiple_openstack_instances conditional_cascade component_multiplier',
  'single_datacenter_k8s_config multi_datacenter_k8s_config storage_folder_manager',
].flatMap((types) => types.split(' '))

contract(
  {
    id: 'booking.compliance',
    demand: 'an offering has compliance requirements exactly when it has a checklist',
    source: '§3.3',
  },
  async (api: Api) => {
    for (const row of await readBookings(api)) {
      const { has_compliance_requirements: has, compliance_checklist: link } = row
      api.demandEqual(has, link !== null, 'has_compliance_requirements')
      if (link === null) continue
      const isLink = /^\/api\/checklists-admin\/[0-9a-f]{32}\/$/.test(readHexPath(link) ?? '')
      api.demand(isLink, 'a link to a checklist', link)
    }
  },
)
