import { Inapplicable } from '../harness/api.ts'
import type { Api } from '../harness/api.ts'
import { documentLaw, faultOf } from '../harness/breach.ts'
import { contract } from '../harness/contract.ts'
import { nobodysUuid } from '../harness/given.ts'
import { joined, uuidOf, whole } from '../lists/pages.ts'
import { session } from '../harness/session.ts'
import { routes } from '../../src/document/operations.ts'
import type { Operation } from '../../src/document/operations.ts'

/** Rows that are read one by one at most, so that each is seen as a detail too. */
const MOST = 40

// The name of this file puts it last: it tells what all contracts before it have seen.
for (const operation of routes.flatMap((route) => Object.values(route.operations)))
  contract(documentLaw(operation.id), async (api) => {
    if (operation.method === 'GET') await read(api, operation)
    const { breaches, coverage } = session()
    const answered = Object.keys(coverage.statuses).some((key) =>
      key.startsWith(`${operation.id} `),
    )
    if (!answered) throw new Inapplicable('no contract of this run has called it')
    return [...breaches.values()]
      .filter(({ breach }) => breach.operation === operation.id)
      .map(faultOf)
  })

async function read(api: Api, { path }: Operation): Promise<void> {
  const uuids = path.includes('{uuid}') ? await someUuids(api, path) : ['']
  for (const uuid of uuids) await api.get(path.replace('{uuid}', uuid))
  const one = path.replace('{uuid}', nobodysUuid())
  if (path === one) await readPages(api, path)
  else await api.get(one)
  await api.head(one)
  await api.get(one, { role: 'nobody' })
  await api.get(one, { headers: { Accept: 'text/html' } })
}

async function someUuids(api: Api, path: string): Promise<string[]> {
  const rows = await whole(api, path.replace('{uuid}/', ''))
  return rows.slice(0, MOST).map((row) => uuidOf(row))
}

async function readPages(api: Api, path: string): Promise<void> {
  await whole(api, path)
  for (const query of ['page=0', 'offering_uuid=x', 'o=x', 'field=uuid'])
    await api.get(joined(path, query))
}
