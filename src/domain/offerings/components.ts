import { invalid } from '../../errors.ts'
import type { Result } from '../context.ts'
import { put, putAll } from '../state.ts'
import type { OfferingComponent, Plan, State } from '../state.ts'
import { findGroup } from '../table.ts'
import { readUuid } from '../uuid.ts'
import { writeOffering } from './editing.ts'
import type { Editing } from './editing.ts'

/** The fields of a component that a body may set. */
export type ComponentBody = Omit<Partial<OfferingComponent>, 'uuid'> &
  Pick<OfferingComponent, 'type' | 'name' | 'billing_type'>

const EMPTY: Omit<OfferingComponent, 'uuid' | 'type' | 'name' | 'billing_type'> = {
  description: '',
  measured_unit: '',
  unit_factor: 1,
  limit_period: null,
  limit_amount: null,
  article_code: '',
  max_value: null,
  min_value: null,
  max_available_limit: null,
  is_boolean: false,
  default_limit: null,
  is_prepaid: false,
  overage_component: null,
  min_prepaid_duration: null,
  max_prepaid_duration: null,
}

/** Plans that are there get it when a price is set for it. */
export function createComponent(context: Editing<ComponentBody>): Result {
  const { subject, body } = context
  demandType(context, body.type, null)
  const component = { ...EMPTY, ...body, uuid: context.newUuid() }
  const result = writeOffering(context, { components: [...subject.components, component] })
  return { ...result, reply: { status: 201 } }
}

const TYPE = /^[a-zA-Z0-9_\-/:]+$/

function demandType({ subject }: Editing, type: string, own: string | null): void {
  if (!TYPE.test(type)) throw invalid({ type: ['Enter a valid value.'] })
  if (subject.components.some((one) => one.type === type && one.uuid !== own)) {
    throw invalid({ type: ['Component with this type already exists in this offering.'] })
  }
}

type Named = { readonly uuid: string }

function findComponent({ subject }: Editing, { uuid }: Named): OfferingComponent {
  const wanted = readUuid(uuid)
  const found = subject.components.find((one) => one.uuid === wanted)
  if (!found) throw invalid({ uuid: ['Component with this UUID is not found.'] })
  return found
}

/** Prices stand by type: they follow when that changes. */
export function updateComponent(context: Editing<ComponentBody & Named>): Result {
  const known = findComponent(context, context.body)
  demandType(context, context.body.type, known.uuid)
  const next = { ...known, ...context.body, uuid: known.uuid }
  const components = context.subject.components.map((one) => (one === known ? next : one))
  const renamed = changePlans(context, (plan) => ({
    ...plan,
    components: plan.components.map((one) =>
      one.type === known.type ? { ...one, type: next.type } : one,
    ),
  }))
  return writeOffering({ ...context, state: renamed }, { components })
}

/** Its prices go with it, from all plans. */
export function removeComponent(context: Editing<Named>): Result {
  const known = findComponent(context, context.body)
  const components = context.subject.components
    .filter((one) => one !== known)
    .map((one) =>
      one.overage_component === known.uuid ? { ...one, overage_component: null } : one,
    )
  const unpriced = changePlans(context, (plan) => ({
    ...plan,
    components: plan.components.filter(({ type }) => type !== known.type),
  }))
  return writeOffering({ ...context, state: unpriced }, { components })
}

/** Plans of the offering, those of children included: they have its components. */
function changePlans({ state, subject }: Editing, change: (plan: Plan) => Plan): State {
  const children = findGroup(state.offerings, 'parent', subject.uuid).keysArray()
  const plans = [subject, ...children].flatMap(({ uuid }) =>
    findGroup(state.plans, 'offering', uuid).keysArray(),
  )
  return putAll(state, 'plans', plans.map(change))
}

const ADDRESS = /^(?:https?|ssh|rdp|ldaps?):\/\/[!-~]+$/

export function addEndpoint(context: Editing<{ name: string; url: string }>): Result {
  const { state, subject, body } = context
  if (!ADDRESS.test(body.url)) throw invalid({ url: ['Enter a valid URL.'] })
  const endpoint = { uuid: context.newUuid(), name: body.name, url: body.url }
  return {
    state: put(state, 'offerings', { ...subject, endpoints: [...subject.endpoints, endpoint] }),
    reply: { status: 201, json: { uuid: endpoint.uuid } },
  }
}

export function deleteEndpoint(context: Editing<Named>): Result {
  const wanted = readUuid(context.body.uuid)
  const endpoints = context.subject.endpoints.filter(({ uuid }) => uuid !== wanted)
  return { ...writeOffering(context, { endpoints }), reply: { status: 204 } }
}
