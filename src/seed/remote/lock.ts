import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../../usageError.ts'

/** Keeps two runs off one ledger. A lock whose process is gone is taken over. */
export function locked(ledger: string): () => void {
  const file = `${ledger}.lock`
  mkdirSync(dirname(file), { recursive: true })
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = openSync(file, 'wx')
      writeSync(handle, String(process.pid))
      closeSync(handle)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const owner = ownerOf(file)
      if (attempt > 2 || (owner !== process.pid && isAlive(owner)))
        throw new UsageError(
          `Another run (process ${owner}) uses ${ledger}. Wait until it has ended.`,
        )
      rmSync(file, { force: true })
    }
  }
}

function ownerOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
