import { BroadcastChannel } from 'node:worker_threads'
import type { Settings } from '../settings.ts'

/** Over it a run tells the thread that holds its contracts to end what is under way. */
export function stopChannel({ tag }: Pick<Settings, 'tag'>): BroadcastChannel {
  const channel = new BroadcastChannel(`waldur-mock verify ${tag}`)
  channel.unref()
  return channel
}
