import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { readErrorCode } from './disk.ts'

/**
 * Who has a file. A number of a process means something only on one machine (`boot`: since its last
 * start) and among processes that see each other (`space`); `birth` tells it from a later process.
 */
export interface LockOwner {
  readonly pid: number
  readonly host: string
  readonly boot?: string | null
  readonly space?: string | null
  readonly birth?: string | null
}

export const describeSelf = (): LockOwner => ({
  pid: process.pid,
  host: hostname(),
  ...whereSelf(),
  birth: findBirth(process.pid),
})

/** null: the text is no lock, or not yet. */
export function parseOwner(text: string): LockOwner | null {
  try {
    const owner = JSON.parse(text) as LockOwner
    return Number(owner.pid) > 0 && typeof owner.host === 'string' ? owner : null
  } catch {
    return null
  }
}

/** Whether this process can ask after it: containers with one host name can't. */
export function isHere({ boot, space, host }: LockOwner): boolean {
  const self = whereSelf()
  if (boot && space && self.boot && self.space) return boot === self.boot && space === self.space
  return host === hostname()
}

/** Of a process that is here. */
export function isRunning({ pid, birth }: LockOwner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return readErrorCode(error) !== 'ESRCH'
  }
  const now = findBirth(pid)
  return !now || !birth || now === birth
}

const whereSelf = () => ({
  boot: orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()),
  space: orNull(() => readlinkSync('/proc/self/ns/pid')),
})

/** What Linux says of a process: a killed one stays in the list until its parent has looked. */
function findBirth(pid: number): string | null {
  const own = orNull(() => readFileSync('/proc/self/stat', 'latin1'))
  const stat = orNull(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  if (!stat || !own?.startsWith(`${process.pid} `)) return null
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null)
}

function orNull(read: () => string): string | null {
  try {
    return read()
  } catch {
    return null
  }
}
