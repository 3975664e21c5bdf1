import { getOfferingLink } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import type { Row } from './planContract.ts'

export const createBody = (fields: Row = {}): Row => ({
  name: 'Contract plans',
  backend_id: getSession().settings.tag,
  offering: getOfferingLink(),
  ...fields,
})
