import { roleKinds } from '../../domain/people/permissions.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { replyWith } from '../listing.ts'
import { FEATURES } from './configuration.ts'

/** `OFFERING.CREATE_PLAN` is what a permission is called, `CREATE_OFFERING_PLAN` its key. */
export function retrievePermissions(context: Context): Decision {
  const names = new Set(roleKinds.flatMap(({ permissions }) => permissions))
  return replyWith(context, {
    roles: Object.fromEntries(roleKinds.map(({ name }) => [name.replace('.', '_'), name])),
    permissions: Object.fromEntries([...names].map((name) => [makeKey(name), name])),
    permission_map: {
      customer: 'CUSTOMER.CREATE_PERMISSION',
      project: 'PROJECT.CREATE_PERMISSION',
      offering: 'OFFERING.CREATE_PERMISSION',
    },
    permission_descriptions: [],
  })
}

function makeKey(name: string): string {
  const [thing = '', task = ''] = name.split('.')
  const [verb, ...rest] = task.split('_')
  return [verb, thing, ...rest].join('_')
}

export const retrieveFeatures = (context: Context): Decision =>
  replyWith(context, {
    features: Object.entries(FEATURES).map(([key, items]) => ({
      key,
      description: '',
      items: Object.keys(items).map((item) => ({ key: item, description: '' })),
    })),
  })

/** Nothing is told of what happens, so no event has a name. */
export const retrieveEvents = (context: Context): Decision =>
  replyWith(context, { events: {}, event_groups: {} })

export const retrieveSettings = (context: Context): Decision => replyWith(context, { settings: [] })

/** By part of the server; a front end shows a warning unless all of them are working. */
export const checkHealth = (context: Context): Decision =>
  replyWith(context, { 'Cache backend: default': 'working', DatabaseBackend: 'working' })

/** The release that is served is the newest that is known of. */
export const retrieveVersion = (context: Context): Decision => {
  const { release } = context.api
  return replyWith(context, { version: release, latest_version: release })
}
