import type { Api } from '../../harness/api.ts'
import { planContract } from '../../plans/planContract.ts'
import { boundedFields } from './boundedFields.ts'
import { tryAction } from '../tryAction.ts'
import { tryCreate } from '../tryCreate.ts'
import { tryUpdate } from '../tryUpdate.ts'

for (const site of boundedFields) {
  const name = [site.operation, site.field, site.entry].filter((part) => part).join('.')
  const suffix = site.entry === '' ? '.*' : ''
  planContract(
    {
      id: `bounds.${name}${suffix}`,
      demand: `${site.entry || site.field} takes what is just within its limits and refuses what is just beyond them, ${site.bounds.length} values`,
      source: '§2.3',
      operation: site.operation,
    },
    async (api: Api) => {
      if (site.operation.endsWith('create')) return tryCreate(api, site)
      if (site.method === 'post') return tryAction(api, site)
      await tryUpdate(api, site)
    },
  )
}
