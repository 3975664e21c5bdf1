import { encodeText } from '../pipeline/bytes.ts'
import type { Rest, RestAnswer } from '../pipeline/world.ts'
import { readList, readObject, readOwn } from '../document/compare/loose.ts'

/** An answer as it was recorded, its links as of the server that gave it. */
interface Recorded {
  readonly status: number
  readonly origin: string
  readonly text: string
  readonly type: string
  readonly headers: Readonly<Record<string, string>>
}

const KEPT = /^(?:link|x-result-count|allow)$/i

export const isTape = (value: unknown): boolean =>
  Array.isArray(readOwn(readOwn(value, 'log'), 'entries'))

/** What a server answered while it was recorded: the last answer to the same request. */
export function makeTapeRest(tape: unknown): Rest {
  const answers = new Map<string, Recorded>()
  for (const entry of readList(readOwn(readOwn(tape, 'log'), 'entries'))) noteEntry(answers, entry)
  return {
    source: 'tape',
    isLasting: true,
    answer: ({ method, target, origin }) => {
      const { pathname, searchParams } = new URL(target, 'http://tape.invalid')
      const found =
        answers.get(writeKey(method, pathname, searchParams)) ??
        answers.get(writeKey(method, pathname))
      return found ? play(found, origin) : null
    },
  }
}

/** Query parameters in any order; without them: whichever they were. */
function writeKey(method: string, path: string, query?: URLSearchParams): string {
  const name = method === 'HEAD' ? 'GET' : method
  query?.sort()
  return `${name} ${path}${query ? `?${query.toString()}` : ''}`
}

function noteEntry(answers: Map<string, Recorded>, entry: unknown): void {
  const [request, response] = [
    readObject(readOwn(entry, 'request')),
    readObject(readOwn(entry, 'response')),
  ]
  const [address, status] = [String(request['url']), Number(response['status'])]
  if (!URL.canParse(address) || !(status >= 200)) return
  const { origin, pathname, searchParams } = new URL(address)
  const content = readObject(response['content'])
  const recorded = {
    status,
    origin,
    text: typeof content['text'] === 'string' ? content['text'] : '',
    type: String(content['mimeType'] ?? ''),
    headers: readHeaders(response['headers']),
  }
  const method = String(request['method'])
  answers.set(writeKey(method, pathname, searchParams), recorded)
  answers.set(writeKey(method, pathname), recorded)
}

const readHeaders = (headers: unknown): Record<string, string> =>
  Object.fromEntries(
    readList(headers)
      .map((header) => [String(readOwn(header, 'name')), String(readOwn(header, 'value'))] as const)
      .filter(([name]) => KEPT.test(name)),
  )

/** Its links lead to the mock. */
function play({ status, origin, text, type, headers }: Recorded, own: string): RestAnswer {
  const move = (value: string) => value.replaceAll(origin, () => own)
  return {
    status,
    ...(type !== '' && { type }),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, move(value)]),
    ),
    body: encodeText(move(text)),
  }
}
