import { spawn } from 'node:child_process'
import type { Mock } from '../../control/addControls.ts'

export interface Shrunk {
  /** The fewest changes that break the page; none: it holds with all of them. */
  readonly changes: readonly string[]
  readonly runs: number
}

/**
 * Runs a command of the user again and again, each time with fewer changes of the adversary; exit
 * code 0 says that the page held. `WALDUR_MOCK_URL` tells the command where the mock is.
 */
export async function shrink(mock: Mock, command: string, url: string): Promise<Shrunk> {
  let adversary = mock.adversary.get() ?? mock.adversary.start()
  let runs = 0
  while (!adversary.found) {
    const isHeld = (await runCommand(command, url)) === 0
    runs++
    adversary = mock.adversary.narrow(isHeld ? 'held' : 'broke')
    mock.reset()
  }
  return { changes: adversary.changes, runs }
}

function runCommand(command: string, url: string): Promise<number | null> {
  const env = { ...process.env, WALDUR_MOCK_URL: url }
  const child = spawn(command, { shell: true, stdio: ['ignore', 'ignore', 'inherit'], env })
  return new Promise((resolve) => child.on('close', resolve))
}

export const describeShrunk = ({ changes, runs }: Shrunk, seed: number | undefined): string =>
  changes.length === 0
    ? `It holds with every change of seed ${seed}. Try another seed.`
    : [
        `It breaks when an answer takes this, which openapi.yaml allows (seed ${seed}, ${runs} runs):`,
        ...changes.map((change) => `  ${change}`),
      ].join('\n')
