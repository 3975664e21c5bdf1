import { topic } from './contract.ts'
import { contract } from './contract.ts'
import { BOOKINGS, PLANS, STATS } from './given.ts'

topic('document', () => {
  for (const path of [PLANS, STATS, BOOKINGS]) {
    contract(
      {
        id: `document.lists${path.replaceAll('/', '.')}`,
        demand: `${path} is a list`,
        source: '§1.6',
      },
      async (api) => {
        api.rows(await api.get(path))
      },
    )
  }
})
