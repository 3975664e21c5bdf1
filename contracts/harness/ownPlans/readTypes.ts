import type { Api } from '../api.ts'
import { Inapplicable } from '../unmet.ts'
import { readOfferingComponents } from './createPlan.ts'

/** Types of the components of the chosen offering, or of those billed so; the contract does not apply without one. */
export async function readTypes(
  api: Api,
  wanted?: string,
): Promise<readonly [string, ...string[]]> {
  const { types } = await readOfferingComponents(api)
  const [first, ...others] = types
    .filter(({ billing }) => wanted === undefined || billing === wanted)
    .map(({ type }) => type)
  if (first !== undefined) return [first, ...others]
  const kind = wanted === undefined ? '' : ` billed as ${wanted}`
  throw new Inapplicable(`the offering has no component${kind}`)
}
