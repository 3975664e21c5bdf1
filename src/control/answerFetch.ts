import { EMPTY } from '../pipeline/bytes.ts'
import { openToPages } from '../pipeline/openToPages.ts'
import type { ApiRequest } from '../pipeline/reading/request.ts'
import type { ApiResponse, Delivery } from '../pipeline/response.ts'

/** Answers as the global `fetch` does, in process: late, cut off or not at all when a fault says so. */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>

export const makeFetch =
  (
    answer: (request: ApiRequest) => ApiResponse,
    prepare: (request: ApiRequest) => Promise<ApiResponse | null> | null = () => null,
  ): Fetch =>
  async (input, init) => {
    const request = input instanceof Request && !init ? input : new Request(input, init)
    const asked = await readFetched(request)
    const response = openToPages((await prepare(asked)) ?? answer(asked), asked)
    const { delivery = AT_ONCE } = response
    await wait(delivery.delay, request.signal)
    if (delivery.ending === 'reset' || delivery.ending === 'empty') throw failAsFetch(delivery)
    return makeFetched(response, delivery, request.signal)
  }

const AT_ONCE: Delivery = { delay: 0, bytesPerSecond: null, ending: 'whole' }

async function readFetched(request: Request): Promise<ApiRequest> {
  const { origin, pathname, search } = new URL(request.url)
  return {
    method: request.method,
    target: pathname + search,
    origin,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? EMPTY : new Uint8Array(await request.arrayBuffer()),
  }
}

/** Statuses whose responses can't have a body, not even an empty one. */
const BODILESS = [204, 205, 304]

function makeFetched(
  { status, headers, body, isHead }: ApiResponse,
  delivery: Delivery,
  signal: AbortSignal,
): Response {
  const hasNoBody = isHead || BODILESS.includes(status)
  return new Response(hasNoBody ? null : makeBody(body, delivery, signal), { status, headers })
}

function makeBody(body: Uint8Array, delivery: Delivery, signal: AbortSignal): BodyInit {
  const { ending, bytesPerSecond } = delivery
  if (ending === 'whole' && bytesPerSecond === null) return new Uint8Array(body)
  const bytes = ending === 'whole' ? body : body.subarray(0, body.length >> 1)
  const size = bytesPerSecond === null ? bytes.length : sliceSize(bytesPerSecond)
  let from = 0
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      if (from < bytes.length) {
        if (from > 0) await wait(SLICE_MS, signal)
        stream.enqueue(bytes.slice(from, from + size))
        from += size
      } else if (ending === 'whole') stream.close()
      else stream.error(failAsFetch(delivery))
    },
  })
}

const SLICE_MS = 50

const sliceSize = (bytesPerSecond: number): number =>
  Math.max(1, Math.round((bytesPerSecond * SLICE_MS) / 1000))

/** What `fetch` rejects with when the line breaks; the cause says that a fault of the mock did it. */
const failAsFetch = ({ ending }: Delivery): TypeError =>
  new TypeError('fetch failed', { cause: new Error(`A fault of the mock: ${ending}`) })

/** Rejects as `fetch` does when the caller gives up. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    if (milliseconds <= 0) return resolve()
    const leave = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', leave)
      resolve()
    }, milliseconds)
    signal.addEventListener('abort', leave, { once: true })
  })
}
