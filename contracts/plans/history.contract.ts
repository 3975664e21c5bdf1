import type { Api } from '../harness/api.ts'
import { createPlan } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { hasOperation } from '../harness/release.ts'
import { demandSuccess, planContract } from './planContract.ts'
import type { Row } from './planContract.ts'

const NAMES = ['Contract history a', 'Contract history b', 'Contract history c']

/** Versions are kept from 8.0.0 on, and shown to staff and support (§6.2). */
const history = (
  id: string,
  demand: string,
  check: (api: Api, plan: NewPlan, rows: Row[]) => Promise<void>,
) =>
  planContract({ id: `history.${id}`, demand, source: '§6.2', roles: ['staff'] }, async (api) => {
    const [first = '', ...others] = NAMES
    const plan = await createPlan(api, { name: first })
    for (const name of others) demandSuccess(api, await api.patch(plan.path, { name }))
    await check(api, plan, api.readRows(await api.get(`${plan.path}history/`)))
  })

const readNames = (rows: readonly Row[]): unknown[] =>
  rows.map((row) => (row['serialized_data'] as Row | undefined)?.['name'])

const readIds = (rows: readonly Row[]): unknown[] => rows.map(({ id }) => id)

if (hasOperation('marketplace_plans_history_list')) {
  history(
    'newest-first',
    'a plan has a version of each state, the newest first',
    (api, _, rows) => {
      const names = readNames(rows)
      const changes = names.filter((name, index) => name !== names[index - 1])
      api.demandEqual(changes, NAMES.toReversed(), 'the names in the versions')
      api.demandEqual(new Set(readIds(rows)).size, rows.length, 'the number of ids')
      const dates = rows.map((row) => Date.parse(String(row['revision_date'])))
      api.demandEqual(
        dates,
        dates.toSorted((a, b) => b - a),
        'the dates of the versions',
      )
      return Promise.resolve()
    },
  )

  history('pages', 'pages of versions are the whole list', async (api, { path }, rows) => {
    for (const [index, id] of readIds(rows).entries()) {
      const page = await api.get(`${path}history/?page_size=1&page=${index + 1}`)
      api.demandEqual(readIds(api.readRows(page)), [id], `page ${index + 1} of one version`)
    }
    const beyond = await api.get(`${path}history/?page_size=1&page=${rows.length + 1}`)
    api.demandStatus(beyond, 404)
  })

  history('bounds', 'versions are chosen by their time', async (api, { path }, rows) => {
    const cases: readonly (readonly [string, readonly unknown[]])[] = [
      ['created_after=2000-01-01T00:00:00Z', readIds(rows)],
      ['created_before=2100-01-01T00:00:00Z', readIds(rows)],
      ['created_after=2100-01-01T00:00:00Z', []],
      ['created_before=2000-01-01T00:00:00Z', []],
    ]
    for (const [query, ids] of cases) {
      const found = api.readRows(await api.get(`${path}history/?${query}`))
      api.demandEqual(readIds(found), ids, `the versions of ${query}`)
    }
  })

  history('at', 'the version of a moment is the last one before it', async (api, plan, rows) => {
    for (const { revision_date: date } of rows) {
      const moment = encodeURIComponent(String(date))
      const exchange = await api.get(`${plan.path}history/at/?timestamp=${moment}`)
      api.demandStatus(exchange, 200)
      api.demandEqual(api.readObject(exchange)['revision_date'], date, 'the date of the version')
    }
  })

  history('at-refused', 'no moment is 400, one without a version 404', async (api, { path }) => {
    const cases = [
      ['', 400],
      ['?timestamp=yesterday', 400],
      ['?timestamp=2000-01-01T00:00:00Z', 404],
    ] as const
    for (const [query, status] of cases)
      api.demandStatus(await api.get(`${path}history/at/${query}`), status)
  })

  planContract(
    {
      id: 'history.staff-only',
      demand: 'an owner sees no versions, and nobody without a token does',
      source: '§6.2',
      roles: ['staff', 'owner'],
    },
    async (api) => {
      const { path } = await createPlan(api)
      for (const part of ['history/', 'history/at/?timestamp=2100-01-01']) {
        const isSeen = (await api.get(path, { role: 'owner' })).response.status === 200
        api.demandStatus(await api.get(`${path}${part}`, { role: 'owner' }), isSeen ? 403 : 404)
        api.demandStatus(await api.get(`${path}${part}`, { role: 'nobody' }), 401)
      }
    },
  )
}
