import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { lockFile } from '../../mock/store/lock.ts'
import { UsageError } from '../../errors.ts'
import { applyOrder } from './applyOrder.ts'
import { checkServer } from '../server/checkServer.ts'
import { openLedger, readLedger } from './ledger.ts'
import type { Append, Ledger } from './ledger.ts'
import { createWaldurClient } from '../server/waldurClient.ts'
import type { WaldurClient, ServerSettings } from '../server/waldurClient.ts'
import { readOffering } from './targetOffering.ts'
import type { TargetOffering } from './targetOffering.ts'
import { comparePlans } from './comparePlans.ts'
import type { Comparison } from './comparePlans.ts'
import { undoMade } from './undoMade.ts'
import type { SeedOrder } from './wantedPlan.ts'
import type { Applied } from './applyOrder.ts'
import type { Operation } from './listSteps.ts'
import type { Removed } from './undoMade.ts'

export interface SeedSettings extends ServerSettings {
  readonly offering: string
  readonly ledger: string
  readonly append?: Append
  readonly onPlan?: (done: number, of: number) => void
}

interface Run {
  readonly server: WaldurClient
  readonly offering: TargetOffering
  readonly ledger: Ledger
}

export interface SeedOverview {
  readonly offering: string
  readonly order: SeedOrder
  readonly all: readonly Comparison[]
  /** Operations that are left out, for the server does not have them. */
  readonly lacking: readonly Operation[]
}

/** What apply would do. Nothing but GET is sent, and nothing is written. */
export const planSeed = (settings: SeedSettings, order: SeedOrder): Promise<SeedOverview> =>
  withReading(settings, ({ offering, ledger }) => ({
    offering: offering.name,
    order,
    all: comparePlans({ offering, order, ledger, lacking: ledger.lacking() }),
    lacking: [...ledger.lacking()],
  }))

/** How the last order stands, which runs broke off, and how much of what was made is there. */
export interface SeedStatus extends SeedOverview {
  readonly unsure: number
  readonly made: number
}

export const readStatus = (settings: SeedSettings): Promise<SeedStatus> =>
  withReading(settings, ({ offering, ledger }) => {
    const order = ledger.order()
    if (!order) throw explainNothingMade(settings)
    return {
      offering: offering.name,
      order,
      all: comparePlans({ offering, order, ledger, lacking: ledger.lacking() }),
      lacking: [...ledger.lacking()],
      unsure: ledger.unsure().size,
      made: ledger.present().length,
    }
  })

const explainNothingMade = ({ ledger }: SeedSettings): UsageError =>
  new UsageError(
    `${ledger} does not know of anything that was made. Run apply first, or name the right file: --ledger <file>.`,
  )

export const apply = (settings: SeedSettings, order: SeedOrder): Promise<Applied> =>
  withWriting(settings, (run) => applyOrder({ ...run, order }, settings.onPlan ?? ignoreProgress))

export const undo = (settings: SeedSettings): Promise<Removed> =>
  withWriting(settings, (run) =>
    undoMade({ ...run, offering: run.offering.uuid }, settings.onPlan ?? ignoreProgress),
  )

const ignoreProgress = () => undefined

async function openServer(settings: SeedSettings) {
  const server = createWaldurClient(settings)
  await checkServer(server)
  const offering = await readOffering(server, settings.offering)
  return { server, offering, at: { target: server.target, offering: offering.uuid } }
}

async function withReading<Result>(
  settings: SeedSettings,
  work: (run: Run) => Result,
): Promise<Result> {
  const { at, ...found } = await openServer(settings)
  return work({ ...found, ledger: readLedger(settings.ledger, at) })
}

async function withWriting<Result>(
  settings: SeedSettings,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(settings.ledger), { recursive: true })
  const lock = await lockFile(settings.ledger, { instead: 'wait until it has ended' })
  // Ctrl-C ends the process without coming back here.
  process.once('exit', lock.release)
  try {
    const { at, ...found } = await openServer(settings)
    const ledger = openLedger(settings.ledger, at, settings.append)
    try {
      return await work({ ...found, ledger })
    } finally {
      ledger.close()
    }
  } finally {
    process.off('exit', lock.release)
    lock.release()
  }
}
