import type { Style } from '../../domain/links/links.ts'

/** A request as plain data. Header names are lower case; `target` is path and query as sent. */
export interface ApiRequest {
  readonly method: string
  readonly target: string
  readonly origin: Style['origin']
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** The path of a request as it was sent. */
export function readPath({ target }: Pick<ApiRequest, 'target'>): string {
  const end = target.indexOf('?')
  return end === -1 ? target : target.slice(0, end)
}

export function readQuery({ target }: Pick<ApiRequest, 'target'>): URLSearchParams {
  const end = target.indexOf('?')
  return new URLSearchParams(end === -1 ? '' : target.slice(end + 1))
}

/** A part of an address without its percent signs; a broken one stays as it is. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
