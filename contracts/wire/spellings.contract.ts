import type { Api } from '../harness/api.ts'
import { contract } from '../harness/contract.ts'
import { BOOKINGS, createPlan, PLANS, STATS } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import { UUID_PATTERN } from '../harness/transport/guard.ts'
import { planContract } from '../plans/planContract.ts'
import { listTexts } from './walkTexts.ts'
import type { Place } from './walkTexts.ts'

const demand = (name: string, sentence: string, source = '§1.12') => ({
  id: `spellings.${name}`,
  demand: sentence,
  source,
})

/** What all three lists show, and the first rows of them by themselves. */
async function readTexts(api: Api): Promise<Place[]> {
  const texts: Place[] = []
  for (const path of [PLANS, BOOKINGS, STATS]) {
    const rows = api.readRows(await api.get(`${path}?page_size=100`))
    texts.push(...listTexts(rows))
    if (path === STATS) continue
    for (const { uuid } of rows.slice(0, 5))
      texts.push(...listTexts(api.readObject(await api.get(`${path}${String(uuid)}/`))))
  }
  return texts
}

/** What the answers to writes show: the plan, and where it is. */
async function writeTexts(api: Api): Promise<Place[]> {
  const { path, row } = await createPlan(api)
  const location = api.last?.response.headers['location'] ?? ''
  const patched = api.readObject(await api.patch(path, { name: 'Contract spelt' }))
  const put = api.readObject(await api.put(path, { name: 'Contract spelt' }))
  return [...listTexts([row, patched, put]), { key: 'Location', text: location }]
}

contract(
  demand(
    'links-of-one-host',
    'every link to the API, at any depth, has the address that was asked',
  ),
  async (api) => demandOneHost(api, await readTexts(api)),
)

planContract(
  demand('links-of-writes', 'links in answers to writes have the address that was asked'),
  async (api) => demandOneHost(api, await writeTexts(api)),
)

contract(
  demand('ids-alike', 'ids have one spelling in all answers, by themselves and in links', '§1.11'),
  async (api) => demandOneSpelling(api, await readTexts(api)),
)

planContract(
  demand('ids-of-writes', 'ids in answers to writes are spelt as in those to reads', '§1.11'),
  async (api) => {
    const [first] = api.readRows(await api.get(`${PLANS}?page_size=1`))
    demandOneSpelling(api, [...listTexts(first), ...(await writeTexts(api))])
  },
)

function demandOneHost(api: Api, texts: readonly Place[]): void {
  const { baseUrl } = getSession().settings
  const root = `${new URL(baseUrl).pathname.replace(/\/$/, '')}/api/`
  for (const { key, text } of texts) {
    const path = URL.canParse(text) ? new URL(text).pathname : text
    if (!path.startsWith(root) && !path.startsWith('/api/')) continue
    api.demand(text.startsWith(`${baseUrl}/api/`), `a link under ${baseUrl}/api/ in ${key}`, text)
  }
}

const isId = ({ key }: Place): boolean => key === 'uuid' || key.endsWith('_uuid')
const isLink = ({ text }: Place): boolean => /^https?:\/\/[^?]*\/api\//.test(text)

function demandOneSpelling(api: Api, texts: readonly Place[]): void {
  const places = texts.filter((place) => isId(place) || isLink(place))
  const ids = places.flatMap(({ key, text }) =>
    [...text.matchAll(UUID_PATTERN)].map(([id]) => ({ key, id })),
  )
  const isDashed = ids[0]?.id.includes('-') ?? false
  for (const { key, id } of ids) {
    api.demandEqual(id, id.toLowerCase(), `an id in ${key}`)
    const what = `an id ${isDashed ? 'with' : 'without'} dashes, as others are, in ${key}`
    api.demand(id.includes('-') === isDashed, what, id)
  }
}
