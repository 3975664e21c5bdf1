import { isQuick, limitSample } from '../harness/choice/limitSample.ts'
import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { inventUuid } from '../harness/ownPlans/createPlan.ts'
import { inLanes, shareOut } from '../harness/inLanes.ts'
import { getDocumentDemand } from '../harness/findings/documentDemand.ts'
import { released } from '../harness/release.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { joinQuery, readUuid, readWholeList } from '../lists/lists.ts'
import type { Operation } from '../../src/document/operations.ts'

/** Rows that are read one by one at most, so that each is seen as a detail too. */
const MOST = 40

// The name of this file puts it last: it tells what all contracts before it have seen.
for (const operation of released.operations)
  contract(getDocumentDemand(operation.id), async (api) => {
    // A quick run has seen enough of what others have called.
    const isKnown = isQuick() && isAnswered(operation)
    if (operation.method === 'GET' && !isKnown) await readOperation(api, operation)
    const { documentMismatches } = getSession()
    if (!isAnswered(operation)) throw new Inapplicable('no contract of this run has called it')
    return [...documentMismatches.values()].filter((one) => one.operation === operation.id)
  })

const isAnswered = ({ id }: Operation): boolean =>
  Object.keys(getSession().coverage.statuses).some((key) => key.startsWith(`${id} `))

async function readOperation(api: Api, { path }: Operation): Promise<void> {
  const uuids = path.includes('{uuid}') ? await readSomeUuids(api, path) : ['']
  const address = path.endsWith('/at/') ? `${path}?timestamp=${new Date().toISOString()}` : path
  await inLanes(api, async (own, lane) => {
    for (const uuid of shareOut(uuids, lane)) await own.get(address.replace('{uuid}', uuid))
  })
  const one = address.replace('{uuid}', inventUuid())
  if (address === one) await readPages(api, path)
  else await api.get(one)
  await api.head(one)
  await api.get(one, { role: 'nobody' })
  await api.get(one, { headers: { Accept: 'text/html' } })
}

async function readSomeUuids(api: Api, path: string): Promise<string[]> {
  const rows = await readWholeList(api, path.split('{')[0] ?? '')
  return rows.slice(0, limitSample(MOST)).map((row) => readUuid(row))
}

async function readPages(api: Api, path: string): Promise<void> {
  await readWholeList(api, path)
  for (const query of ['page=0', 'offering_uuid=x', 'o=x', 'field=uuid'])
    await api.get(joinQuery(path, query))
}
