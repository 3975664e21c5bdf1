import type { Store } from '../owner.ts'
import type { State } from '../../domain/state.ts'
import type { Changes } from './changes.ts'
import { readErrorCode } from './disk.ts'
import type { Lock } from './lock.ts'
import type { SnapshotFile } from './snapshotFile.ts'
import type { Snapshot } from './snapshotText.ts'
import { UsageError } from '../../errors.ts'

export interface StoreWriter {
  readonly store: Store
  /** Leaves one file, FILE, which holds everything. */
  readonly close: () => Promise<void>
}

interface Parts {
  readonly file: string
  readonly snapshots: SnapshotFile
  readonly changes: Changes
  readonly lock: Lock
}

const IDLE_MS = 1000
const LONG_BYTES = 32 * 1024 * 1024

/** Owns the last number and the world that belongs to it. */
export function createStoreWriter(first: Snapshot | null, parts: Parts): StoreWriter {
  const { file, snapshots, changes, lock } = parts
  let latest = first
  const saver = createSaver(snapshots, changes, () => latest)

  const replace = (state: State) => {
    lock.assertHeld()
    const next = { seq: (latest?.seq ?? 0) + 1, state }
    snapshots.writeNow(next)
    latest = next
    shorten(changes, changes.size())
  }
  const append: Store['append'] = (rows, state) => {
    if (!latest) return replace(state)
    assertThere(parts)
    const seq = latest.seq + 1
    changes.append({ seq, month: state.month, changes: rows })
    latest = { seq, state }
    saver.written()
  }
  const end = async () => {
    try {
      lock.assertHeld()
      await saver.end()
      changes.remove()
    } catch (error) {
      throw error instanceof UsageError ? error : explainUnwritten(file, error)
    } finally {
      lock.release()
    }
  }
  let ending: Promise<void> | undefined
  return { store: { append, replace }, close: () => (ending ??= end()) }
}

/** A file without a name takes lines that nobody can ever read. */
function assertThere({ file, lock, snapshots, changes }: Parts): void {
  lock.assertHeld()
  if (snapshots.isThere() && changes.isThere()) return
  throw new UsageError(
    `${snapshots.isThere() ? `${file}.journal` : file} was deleted or changed while the mock ran. Stop the mock, which then writes all that it has; or reset it, to start afresh.`,
  )
}

const explainUnwritten = (file: string, error: unknown): UsageError =>
  new UsageError(
    `${file} can't be written (${readErrorCode(error) ?? String(error)}). Nothing is lost: ${file}.journal holds the changes. Make room, and start again with the same file.`,
  )

/** Writes FILE when nobody has written for a second, or at last when the journal is very long. */
function createSaver(snapshots: SnapshotFile, changes: Changes, latest: () => Snapshot | null) {
  let saving: Promise<void> | null = null
  const isLongerThan = (bytes: number) => changes.size() > bytes

  const save = async () => {
    const snapshot = latest()
    const place = changes.size()
    if (!snapshot || (place === 0 && snapshots.isThere())) return
    await snapshots.write(snapshot)
    if (snapshots.seq() === snapshot.seq) shorten(changes, place)
  }
  /** When it fails nothing is lost: the journal has every line, and the end tries again. */
  const saveAside = () => {
    saving ??= save()
      .catch(() => undefined)
      .finally(() => (saving = null))
  }
  const idle = setTimeout(() => {
    if (isLongerThan(snapshots.bytes() / 4)) saveAside()
  }, IDLE_MS).unref()

  return {
    written: () => {
      idle.refresh()
      if (isLongerThan(LONG_BYTES)) saveAside()
    },
    end: async () => {
      clearTimeout(idle)
      await saving
      await save()
    },
  }
}

/** A journal that can't be shortened is still right: FILE says which of its lines it holds. */
function shorten(changes: Changes, place: number): void {
  try {
    changes.dropUntil(place)
  } catch {
    return
  }
}
