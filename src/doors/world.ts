import type { SandboxControls } from '../control/addControls.ts'
import type { Served } from './serve.ts'

/** The world of one test: its base address, and all that can be done to it. */
export interface World extends SandboxControls {
  /** Base address of this world, without a slash at the end: `${url}/api/marketplace-plans/`. */
  readonly url: string
}

/** Opens a world on a server from its start data; an older one of that name is gone. */
export function openWorld({ url, mock }: Pick<Served, 'url' | 'mock'>, name: string): World {
  mock.sandboxes.drop(name)
  return { ...mock.sandbox(name), url: `${url}/s/${encodeURIComponent(name)}` }
}
