import { methodNotAllowed } from '../errors.ts'
import type { Reply } from '../errors.ts'
import type { Owner } from '../mock/owner.ts'
import { FixtureError } from '../fixture/fixtureError.ts'
import { Refusal, badRequest } from '../mock/refusal.ts'
import type { Address } from '../mock/sandboxes/sandboxes.ts'
import { EMPTY, encodeText, decodeText } from '../pipeline/bytes.ts'
import { decodePercent, readPath, readQuery } from '../pipeline/reading/request.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import { readControl } from './control.gen.js'
import type { Control } from './control.gen.js'
import { createControls } from './controls.ts'
import { controlTable } from './controlTable.ts'
import type { ControlContext } from './controlTable.ts'

export const isControl = ({ target }: ApiRequest): boolean => /^\/__mock(?=[/?]|$)/.test(target)

/** Answers a request of the control API; it never throws. No other site may read what it says. */
export function handleControl(owner: Owner, address: Address): ApiResponse {
  try {
    return makeControlResponse(makeReply(owner, address))
  } catch (error) {
    if (error instanceof Refusal) return makeRefusal(error.status, error.message)
    if (error instanceof FixtureError) return makeRefusal(400, error.message)
    if (error instanceof RangeError) return makeRefusal(400, TOO_DEEP)
    throw error
  }
}

const TOO_DEEP = 'The body is nested more deeply than it can be read.'

export const makeRefusal = (
  status: number,
  detail: string,
  headers: Reply['headers'] = {},
): ApiResponse => makeControlResponse({ status, json: { detail }, headers })

function makeReply(owner: Owner, { request, ...address }: Address): Reply {
  const path = readPath(request)
  const found = findRoute(path, request.method)
  if ('reply' in found) return found.reply
  const { id, named } = found
  const act = Object.hasOwn(controlTable, id) ? controlTable[id] : undefined
  if (!act) throw badRequest(`${path} is a stream: it can be had over HTTP only.`)
  const sandbox = owner.at({ ...address, request })
  return act({
    owner,
    sandbox,
    controls: createControls(owner, sandbox),
    named,
    query: demandAllowed('queries', id, Object.fromEntries(readQuery(request))) as never,
    body: readBody(id, request) as never,
  } satisfies ControlContext)
}

/** A bare `/__mock/` names no operation; `{name}` and `{id}` stand for one segment. */
function findRoute(path: string, method: string): { id: string; named: string } | { reply: Reply } {
  const matching = readControl().routes.flatMap((route) => {
    const [before = '', after] = route.path.split(/\{\w+\}/)
    if (after === undefined) return route.path === path ? [{ ...route, named: '' }] : []
    const named = path.slice(before.length, path.length - after.length)
    const isMatch = path.startsWith(before) && path.endsWith(after) && /^[^/]+$/.test(named)
    return isMatch ? [{ ...route, named: decodePercent(named) }] : []
  })
  const exact = matching.filter(({ named }) => named === '')
  const candidates = exact.length > 0 ? exact : matching
  const route = candidates.find((one) => one.method === (method === 'HEAD' ? 'GET' : method))
  if (route) return route
  if (candidates.length === 0) {
    const detail = `There is no ${path} here. GET /__mock/openapi.yaml tells what there is.`
    return { reply: { status: 404, json: { detail } } }
  }
  const allow = [...new Set(candidates.map((one) => one.method))].join(', ')
  return { reply: { ...methodNotAllowed(method).reply, headers: { Allow: allow } } }
}

/** Nothing sent is an empty object. */
function readBody(id: string, { body }: ApiRequest): unknown {
  if (!Object.hasOwn(readControl().bodies, id)) return undefined
  return demandAllowed('bodies', id, body.length === 0 ? {} : parseJson(body))
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(decodeText(body))
  } catch (error) {
    throw badRequest(
      `The body is no JSON: ${error instanceof Error ? error.message : 'unreadable'}.`,
    )
  }
}

/** The value itself, if control.yaml allows it; numbers in a query become numbers on the way. */
function demandAllowed(part: 'bodies' | 'queries', id: string, value: unknown): unknown {
  const validate = readControl()[part][id]
  if (!validate || validate(value)) return value
  const whole = part === 'bodies' ? 'The body' : 'The query'
  throw badRequest(
    `${whole}${describeProblem(validate)} GET /__mock/openapi.yaml tells what it can be.`,
  )
}

function describeProblem({ errors }: Control['bodies'][string]): string {
  const [{ instancePath = '', message = 'wrong', params } = {}] = errors ?? []
  const { additionalProperty: name } = (params ?? {}) as { additionalProperty?: string }
  const what = name === undefined ? message : `"${name}" is unknown`
  return `${instancePath && ` at ${instancePath}`} is not as it must be: ${what}.`
}

function makeControlResponse({ status, json, text, headers }: Reply): ApiResponse {
  const body = text
    ? encodeText(text.content)
    : json === undefined
      ? EMPTY
      : encodeText(JSON.stringify(json))
  const type = text?.type ?? (json === undefined ? undefined : 'application/json')
  return {
    status,
    body,
    headers: {
      'Content-Length': String(body.length),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
      ...(type !== undefined && { 'Content-Type': type }),
    },
  }
}
