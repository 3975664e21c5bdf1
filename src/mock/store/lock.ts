import { randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { demandFile, readErrorCode, readInode } from './disk.ts'
import { describeSelf, isHere, isRunning, parseOwner } from './lockOwner.ts'
import { UsageError } from '../../errors.ts'

export interface Lock {
  /** Throws a UsageError once another process has taken the file over, or the lock was deleted. */
  readonly assertHeld: () => void
  readonly release: () => void
}

interface Terms {
  /** What else its user can do, as the end of a sentence. */
  readonly instead: string
  /** Do not wait for signs of life from another machine or container. */
  readonly takeover?: boolean
  readonly pace?: Pace
}

/** Milliseconds between two signs of life, and after how many without one an owner is dead. */
interface Pace {
  readonly beat: number
  readonly stale: number
}

const PACE: Pace = { beat: 3000, stale: 15_000 }

/** Makes a file this process's own until it is released; a UsageError when a live one has it. */
export async function lockFile(file: string, terms: Terms): Promise<Lock> {
  const path = `${file}.lock`
  const text = makeText()
  await acquire(path, text, {
    ...terms,
    refuse: (found) => Promise.reject(explainTaken(file, found, terms.instead)),
  })
  return hold(file, text, terms.pace ?? PACE)
}

/** Every lock has a text of its own, so that nobody mistakes one for another. */
const makeText = (): string => JSON.stringify({ ...describeSelf(), id: randomUUID() })

interface Found {
  readonly text: string
  readonly inode: number
  readonly beat: number
}

type Rules = Omit<Terms, 'instead'> & {
  /** What to do while somebody alive has it; when it returns, all begins anew. */
  readonly refuse: (found: Found) => Promise<void>
}

/** Written aside and linked into place, a lock is whole at every instant, and only one gets there. */
async function acquire(path: string, text: string, rules: Rules): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 8)}`
  writeFileSync(aside, text, { flag: 'wx' })
  try {
    while (!isLinked(aside, path) || lookAt(path)?.text !== text) {
      const found = lookAt(path)
      if (!found) continue
      if (await isAlive(path, found, { aside, text, rules })) await rules.refuse(found)
      else await removeDead(path, found, rules.pace)
    }
  } finally {
    rmSync(aside, { force: true })
  }
}

function isLinked(aside: string, path: string): boolean {
  try {
    linkSync(aside, path)
    return true
  } catch (error) {
    const code = readErrorCode(error) ?? ''
    if (code === 'EEXIST') return false
    if (NO_LINKS.has(code)) return isCopied(aside, path)
    throw error
  }
}

const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** For disks without links: there it is without text for a moment, which counts as alive. */
function isCopied(aside: string, path: string): boolean {
  try {
    copyFileSync(aside, path, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST') return false
    throw error
  }
}

interface Waiting {
  readonly aside: string
  readonly text: string
  readonly rules: Rules
}

/** A process of another machine or container can't be asked: it is alive as long as its lock beats. */
async function isAlive(path: string, found: Found, { aside, text, rules }: Waiting) {
  const owner = parseOwner(found.text)
  if (owner && isHere(owner)) return isRunning(owner)
  const { takeover, pace = PACE } = rules
  const end = performance.now() + (takeover ? 0 : pace.stale)
  while (performance.now() < end) {
    const now = lookAt(path)
    if (now?.inode !== found.inode) return false
    if (now.beat !== found.beat) return true
    if (tellTime(aside, text) - now.beat > pace.stale) return false
    await delay(pace.beat / 4)
  }
  return false
}

/** Clocks of machines differ, so the disk's own is asked: what is written anew has its time. */
function tellTime(aside: string, text: string): number {
  writeFileSync(aside, text, { flag: 'r+' })
  return statSync(aside).mtimeMs
}

/** Only one process at a time may remove a lock: otherwise a late one removes the lock of the next. */
async function removeDead(path: string, dead: Found, pace: Pace = PACE): Promise<void> {
  const claim = `${path}.claim`
  const text = makeText()
  await acquire(claim, text, { pace, refuse: () => delay(pace.beat / 100) })
  try {
    const now = lookAt(path)
    if (now?.inode === dead.inode && now.text === dead.text) rmSync(path)
  } finally {
    rmSync(claim, { force: true })
  }
}

/** Writing the same text again changes nothing but the time of the file. */
function hold(file: string, text: string, { beat, stale }: Pace): Lock {
  const path = `${file}.lock`
  const fd = openSync(path, 'r+')
  const inode = readInode(path)
  const timer = setInterval(() => attemptTo(() => writeSync(fd, text, 0)), beat).unref()
  attemptTo(() => removeLeftOver(path, stale))
  const isHeld = () => readInode(path) === inode
  return {
    assertHeld: () => {
      if (!isHeld()) throw explainLost(file)
    },
    release: () => {
      clearInterval(timer)
      if (isHeld()) rmSync(path)
      closeSync(fd)
    },
  }
}

const explainLost = (file: string): UsageError =>
  new UsageError(
    `${file} is no longer this process's own: another has taken it over, or ${file}.lock was deleted. Stop this one; it writes nothing more there.`,
  )

/** What processes wrote aside that were killed before they could link it. */
function removeLeftOver(path: string, stale: number): void {
  const { mtimeMs: now } = statSync(path)
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.`))
  for (const name of names) {
    const aside = join(dirname(path), name)
    if (/\.[0-9a-f]{8}$/.test(name) && now - statSync(aside).mtimeMs > stale) rmSync(aside)
  }
}

function lookAt(path: string): Found | null {
  demandFile(path)
  try {
    const text = readFileSync(path, 'utf8')
    const { ino: inode, mtimeMs: beat } = statSync(path)
    return { text, inode, beat }
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return null
    throw error
  }
}

function attemptTo(act: () => unknown): void {
  try {
    act()
  } catch {
    return
  }
}

function explainTaken(file: string, { text }: Found, instead: string): UsageError {
  const owner = parseOwner(text)
  const isElsewhere = owner && !isHere(owner)
  const who = owner ? `process ${owner.pid}${isElsewhere ? ` on ${owner.host}` : ''}` : 'a process'
  return new UsageError(`${file} is in use by ${who}. Stop it, or ${instead}.`)
}
