import { describe } from 'vitest'
import { sweep, swept } from './sweep.ts'

describe('plans: whatever is asked is answered as openapi.yaml says', () => {
  sweep(swept.filter(({ id }) => id.startsWith('marketplace_plans')))
})
