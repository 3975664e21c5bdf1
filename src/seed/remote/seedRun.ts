import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { lockFile } from '../../mock/store/lock.ts'
import { UsageError } from '../../errors.ts'
import { applied } from './apply.ts'
import { enter } from './entrance.ts'
import { openLedger, readLedger } from './ledger.ts'
import type { Append, Ledger } from './ledger.ts'
import { serverOf } from './server.ts'
import type { Server, ServerSettings } from './server.ts'
import { shopOf } from './shop.ts'
import type { Shop } from './shop.ts'
import { standings } from './standing.ts'
import type { Standing } from './standing.ts'
import { undone } from './undo.ts'
import type { Order } from './wish.ts'
import type { Counts } from './apply.ts'
import type { Removed } from './undo.ts'

export interface SeedSettings extends ServerSettings {
  readonly offering: string
  readonly ledger: string
  readonly append?: Append
  readonly onPlan?: (done: number, of: number) => void
}

interface Run {
  readonly server: Server
  readonly shop: Shop
  readonly ledger: Ledger
}

export interface Seen {
  readonly shop: string
  readonly order: Order
  readonly all: readonly Standing[]
}

/** What apply would do. Nothing but GET is sent, and nothing is written. */
export const planned = (settings: SeedSettings, order: Order): Promise<Seen> =>
  looked(settings, ({ shop, ledger }) => ({
    shop: shop.name,
    order,
    all: standings(shop, order, ledger),
  }))

/** How the last order stands, which runs broke off, and how much of what was made is there. */
export interface Status extends Seen {
  readonly unsure: number
  readonly made: number
}

export const seen = (settings: SeedSettings): Promise<Status> =>
  looked(settings, ({ shop, ledger }) => {
    const order = ledger.order()
    if (!order) throw nothingMade(settings)
    return {
      shop: shop.name,
      order,
      all: standings(shop, order, ledger),
      unsure: ledger.unsure().size,
      made: ledger.present().length,
    }
  })

const nothingMade = ({ ledger }: SeedSettings): UsageError =>
  new UsageError(
    `${ledger} does not know of anything that was made. Run apply first, or name the right file: --ledger <file>.`,
  )

export const apply = (settings: SeedSettings, order: Order): Promise<Counts> =>
  written(settings, (run) => applied({ ...run, order }, settings.onPlan ?? nobody))

export const undo = (settings: SeedSettings): Promise<Removed> =>
  written(settings, (run) => undone({ ...run, offering: run.shop.uuid }, settings.onPlan ?? nobody))

const nobody = () => undefined

async function entered(settings: SeedSettings) {
  const server = serverOf(settings)
  await enter(server)
  const shop = await shopOf(server, settings.offering)
  return { server, shop, at: { target: server.target, offering: shop.uuid } }
}

async function looked<Result>(settings: SeedSettings, work: (run: Run) => Result): Promise<Result> {
  const { at, ...found } = await entered(settings)
  return work({ ...found, ledger: readLedger(settings.ledger, at) })
}

async function written<Result>(
  settings: SeedSettings,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(settings.ledger), { recursive: true })
  const lock = await lockFile(settings.ledger, { instead: 'wait until it has ended' })
  try {
    const { at, ...found } = await entered(settings)
    const ledger = openLedger(settings.ledger, at, settings.append)
    try {
      return await work({ ...found, ledger })
    } finally {
      ledger.close()
    }
  } finally {
    lock.release()
  }
}
