import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { bytesOf, codeOf } from './disk.ts'
import { UsageError } from '../../errors.ts'

/** Who has a file. `birth` tells a process from a later one that was given the same number. */
interface Holder {
  readonly pid: number
  readonly host: string
  readonly birth: string | null
}

/**
 * Makes a file this process's own until the returned function is called; a UsageError when a live one
 * has it. `instead`: what else its user can do, as the end of a sentence.
 */
export async function lock(file: string, instead: string): Promise<() => void> {
  const path = `${file}.lock`
  const own = JSON.stringify({ pid: process.pid, host: hostname(), birth: birthOf(process.pid) })
  while (!isCreated(path, own)) {
    const text = await textOf(path)
    const holder = holderOf(text)
    if (holder && isAlive(holder)) throw taken(file, holder, instead)
    setAside(path, text)
  }
  return () => {
    if (read(path) === own) rmSync(path)
  }
}

function isCreated(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** A lock is without text for the moment between its creation and its first bytes. */
async function textOf(path: string): Promise<string> {
  for (let tries = 0; tries < 20 && existsSync(path) && !holderOf(read(path)); tries++)
    await delay(10)
  return read(path)
}

function holderOf(text: string): Holder | null {
  try {
    const { pid, host, birth = null } = JSON.parse(text) as Partial<Holder>
    return Number(pid) > 0 && typeof host === 'string' ? { pid: Number(pid), host, birth } : null
  } catch {
    return null
  }
}

/** A process of another machine can't be asked, so it counts as alive. */
function isAlive({ pid, host, birth }: Holder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
  const now = birthOf(pid)
  return now === null || birth === null || now === birth
}

/** What Linux says of a process: a killed one stays in the list until its parent has looked. */
function birthOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null)
  } catch {
    return null
  }
}

/** Two may find the same dead lock: who moves the living one that came after it gives it back. */
function setAside(path: string, dead: string): void {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const moved = readFileSync(aside, 'utf8')
  rmSync(aside)
  if (moved !== dead) isCreated(path, moved)
}

function taken(file: string, { pid, host }: Holder, instead: string): UsageError {
  const here = host === hostname()
  const who = here ? `process ${pid}` : `process ${pid} on ${host}`
  const cure = here ? 'Stop it' : `Stop it (if it has ended, delete ${file}.lock)`
  return new UsageError(`${file} is in use by ${who}. ${cure}, or ${instead}.`)
}

const read = (path: string): string => bytesOf(path).toString()
