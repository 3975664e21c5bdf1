import type { State } from '../domain/state.ts'
import { UsageError } from '../errors.ts'
import type { Owner } from '../mock/owner.ts'
import { readAddress } from '../mock/sandboxes/sandboxes.ts'
import type { Releases } from '../mock/releases.ts'
import type { Sandbox } from '../mock/sandboxes/sandbox.ts'
import { knowsAddress } from '../pipeline/handleFile.ts'
import { joinMarks } from '../pipeline/marks.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { ApiResponse } from '../pipeline/response.ts'
import { makeFetch } from './answerFetch.ts'
import type { Fetch } from './answerFetch.ts'
import { handleControl, isControl } from './handleControl.ts'
import { createControls, importSnapshot } from './controls.ts'
import type { Controls } from './controls.ts'
import { loadWanted } from './loadWanted.ts'
import { summariseExchange } from './summariseExchange.ts'
import type { ExchangeSummary } from './summariseExchange.ts'

/** A sandbox in code: what it answers, and what can be done to it. */
export interface SandboxControls extends Controls {
  /** `'apart'`: its marks stay beside its headers, which equal answers then share. */
  readonly answer: (request: ApiRequest, marks?: 'apart') => ApiResponse
  /** Answers a standard `Request` with a `Response`, without a socket; relative addresses need a page. */
  readonly fetch: Fetch
  readonly state: () => State
}

/** A mock in code: the usual world, sandboxes beside it, and the snapshots that they share. */
export interface Mock extends SandboxControls {
  /**
   * Opens a sandbox from a snapshot, as a release that was loaded: the start data and the release of
   * the mock if none is named. An open one is found again.
   */
  readonly sandbox: (name: string, snapshot?: string, release?: string) => SandboxControls
  readonly releases: Pick<Releases, 'has' | 'load'>
  /** The contract, or what stands around it, knows the address. */
  readonly answersItself: (request: ApiRequest) => boolean
  /** Loads the release that a request opens a sandbox as. Null: it can be answered at once. */
  readonly prepare: (request: ApiRequest) => Promise<ApiResponse | null> | null
  readonly sandboxes: {
    readonly names: () => readonly string[]
    readonly has: (name: string) => boolean
    readonly drop: (name: string) => boolean
  }
  readonly snapshots: {
    readonly names: () => readonly string[]
    /** Takes a fixture in; throws FixtureError with the place in it and the cure. */
    readonly import: (name: string, fixture: object) => void
    readonly drop: (name: string) => void
  }
  /** Hears of each exchange, whatever its sandbox; what is returned ends that. */
  readonly listen: (hear: (exchange: ExchangeSummary) => void) => () => void
}

/** An owner with its controls; requests of /__mock are answered too. */
export function addControls(owner: Owner): Mock {
  const { main, sandboxes, snapshots, releases } = owner
  const prepare = (request: ApiRequest) => loadWanted(releases, request)
  const answer: Mock['answer'] = (request, marks) => {
    demandRequest(request)
    const address = readAddress(request)
    if (isControl(address.request)) return handleControl(owner, address)
    return placeMarks(owner.answer(address), marks)
  }
  return {
    ...addSandboxControls(owner, main),
    answer,
    fetch: makeFetch(answer, prepare),
    sandbox: (name, snapshot, release) =>
      addSandboxControls(
        owner,
        owner.open(name, { snapshot: snapshot ?? null, release: release ?? null }),
      ),
    releases,
    answersItself: (request) => knowsAddress(owner.rules, request),
    prepare,
    sandboxes: {
      names: () => sandboxes.list().map(({ name }) => name),
      has: sandboxes.has,
      drop: sandboxes.drop,
    },
    snapshots: {
      names: () => snapshots.list().map(({ name }) => name),
      import: (name, fixture) => importSnapshot(owner, name, fixture),
      drop: snapshots.drop,
    },
    listen: (hear) => owner.listen((exchange) => hear(summariseExchange(exchange))),
  }
}

const placeMarks = (response: ApiResponse, marks?: 'apart'): ApiResponse =>
  marks === 'apart' ? response : joinMarks(response)

/** Who writes JavaScript hears at once what plain data are. */
function demandRequest({ method, target, headers, body }: Partial<ApiRequest> = {}): void {
  const isPlain = typeof method === 'string' && typeof target === 'string' && Boolean(headers)
  if (isPlain && ArrayBuffer.isView(body)) return
  throw new UsageError(
    'answer takes { method, target, origin, headers, body }: names of headers in lower case, the body as a Uint8Array. fetch takes a standard Request, or an address and its options.',
  )
}

const addSandboxControls = (owner: Owner, sandbox: Sandbox): SandboxControls => ({
  ...createControls(owner, sandbox),
  answer: (request, marks) => {
    demandRequest(request)
    return placeMarks(sandbox.answer(request), marks)
  },
  fetch: makeFetch((request) => joinMarks(sandbox.answer(request))),
  state: sandbox.current.state,
})
