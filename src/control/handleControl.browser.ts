// Takes the place of handleControl.ts in the bundle for browsers, which leaves out the control by address.
import type { Owner } from '../mock/owner.ts'
import type { Address } from '../mock/sandboxes/sandboxes.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import { makeResponse } from '../pipeline/response.ts'

export const isControl = ({ target }: ApiRequest): boolean => /^\/__mock(?=[/?]|$)/.test(target)

/** A page has the mock at hand, and no other page may drive it. */
export const handleControl = (_owner: Owner, _address: Address): ApiResponse =>
  makeRefusal(404, 'In a page, call the methods of the mock.')

export const makeRefusal = (status: number, detail: string): ApiResponse =>
  makeResponse({ status, json: { detail } }, {})
