import type { ServeOptions, Served } from './serve.ts'

export * from './browser.ts'
export { UsageError } from '../errors.ts'
export type { ServeOptions, Served } from './serve.ts'

/** Serves a mock over HTTP, on a free port of this machine if no other is named. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const door = await import('./serve.ts')
  return door.serve(options)
}
