// Installs what the mock is measured beside, as the repository pins it, in a folder of its own.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PEERS } from './servers.mjs'

const from = fileURLToPath(new URL('peers/', import.meta.url))

/** The peers themselves, which are copied each time: two of them need no package of their own. */
export function copyPeers() {
  mkdirSync(PEERS, { recursive: true })
  cpSync(from, PEERS, { recursive: true })
}

/** Their packages are there already, or are installed. */
export function installPeers() {
  const [lock, stamp] = [readFileSync(`${from}package-lock.json`, 'utf8'), `${PEERS}installed.json`]
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('installing what is measured beside the mock ...')
  const options = { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] }
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], options)
  writeFileSync(stamp, lock)
}
