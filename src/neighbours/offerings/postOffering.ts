import { createOffering } from '../../domain/offerings/createOffering.ts'
import type { OfferingBody } from '../../domain/offerings/createOffering.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { asViewer, replyWith } from '../listing.ts'
import { renderProviderOffering } from './renderOfferings.ts'

export function postOffering(context: Context<undefined, OfferingBody>): Decision {
  const { state, offering } = createOffering(context)
  const json = renderProviderOffering(asViewer({ ...context, state }), offering)
  return replyWith({ state }, json, 201)
}
