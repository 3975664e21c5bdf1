import { askForToken, readControlToken } from './askForToken.ts'
import { acting, release, sandbox } from './session.ts'

/** The control refused; the message is its answer. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Headers for the control; a name that no header can hold is sent as its UTF-8. */
export const controlHeaders = (): Record<string, string> => {
  const token = readControlToken()
  return { ...inSandbox(), ...(token !== null && { 'X-Mock-Control': token }) }
}

/** One that was forgotten meanwhile is opened anew, as the same release. */
const inSandbox = () => ({
  'X-Mock-Sandbox': encodeURIComponent(sandbox),
  ...(release !== null && { 'X-Mock-Release': release }),
})

/** Asks the control; when it wants a token, the user is asked for it, and then it is asked again. */
export async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const given = readControlToken()
  const answer = await fetch(`/__mock/${path}`, {
    method,
    headers: {
      ...controlHeaders(),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  if (answer.ok) return isJson ? JSON.parse(text) : (text as T)
  const detail = isJson ? String((JSON.parse(text) as { detail?: unknown }).detail) : text
  if (answer.status !== 403 || !detail.includes('X-Mock-Control'))
    throw new Refused(answer.status, detail)
  if (!(await askForToken(given))) throw new Refused(403, detail)
  return control<T>(method, path, body)
}

/** What the persona got from the API, refusals and broken answers included. */
export interface Answer {
  readonly request: string
  /** 0: no answer came. */
  readonly status: number
  readonly id: string | null
  readonly json: unknown
  readonly problem: string | null
  readonly next: string | null
}

/** Exchanges of this page: it is a client of the mock like any other. */
export const own = new Set<string>()
const listeners: (() => void)[] = []
export const onOwn = (hear: () => void): void => void listeners.push(hear)

/** Asks the API itself, as the persona, in the sandbox. */
export async function api(method: string, path: string, body?: object): Promise<Answer> {
  const request = `${method} ${path}`
  const none = { request, status: 0, id: null, json: undefined, next: null }
  const { token } = acting.persona
  try {
    const answer = await fetch(path, {
      method,
      headers: {
        ...inSandbox(),
        Accept: 'application/json',
        ...(token !== '' && { Authorization: `Token ${token}` }),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const id = answer.headers.get('x-mock-id')
    note(id)
    const text = await answer.text()
    const read = readJson(text)
    const next = readNext(answer.headers.get('link'))
    return { request, status: answer.status, id, next, ...read }
  } catch (error) {
    return {
      ...none,
      problem: `The connection broke (${error instanceof Error ? error.message : 'no reason given'}).`,
    }
  }
}

function note(id: string | null): void {
  if (id === null) return
  own.add(id)
  for (const hear of listeners) hear()
}

function readJson(text: string): Pick<Answer, 'json' | 'problem'> {
  if (text === '') return { json: undefined, problem: null }
  try {
    return { json: JSON.parse(text), problem: null }
  } catch {
    return { json: undefined, problem: 'The body is no JSON.' }
  }
}

/** The path of the next page of a list, if there is one on this mock. */
function readNext(links: string | null): string | null {
  const [, href] = /<([^<>]*)>;\s*rel="next"/.exec(links ?? '') ?? []
  if (href === undefined || !URL.canParse(href, location.href)) return null
  const { pathname, search } = new URL(href, location.href)
  return pathname + search
}
