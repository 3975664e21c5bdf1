import { given, TOKEN } from './story.ts'

/** How the client that orval makes sends a call. */
export async function orvalFetch<T>(path: string, options: RequestInit): Promise<T> {
  const headers = new Headers(options.headers)
  headers.set('Authorization', TOKEN)
  const response = await fetch(`${given.url}${path}`, { ...options, headers })
  const text = await response.text()
  const data: unknown = text === '' ? undefined : JSON.parse(text)
  return { data, status: response.status, headers: response.headers } as T
}
