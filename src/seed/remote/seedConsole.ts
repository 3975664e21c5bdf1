import { join } from 'node:path'
import { readUuid } from '../../domain/uuid.ts'
import { progressOn } from '../progress.ts'
import type { DrawnName } from '../scenarios/scenarios.ts'
import { UsageError } from '../../errors.ts'
import { apply, planned, seen, undo } from './seedRun.ts'
import type { SeedSettings } from './seedRun.ts'
import { applyText, differing, planText, statusText, undoText, verifyText } from './speech.ts'
import { tokenFrom } from './token.ts'
import type { Order } from './wish.ts'

export interface SeedOptions {
  readonly target: string
  readonly offering: string
  readonly token?: string
  readonly rate: number
  readonly ledger?: string
  readonly scenario?: DrawnName
  readonly seed?: number
  readonly plans?: number
  readonly identity?: Order['identity']
}

export type SeedVerb = 'plan' | 'apply' | 'status' | 'verify' | 'undo'

/** One command of seed: prints what it did, and gives the exit code. 1: the server differs. */
export async function seeded(verb: SeedVerb, options: SeedOptions): Promise<0 | 1> {
  const progress = progressOn(process.stderr)
  const settings: SeedSettings = {
    ...options,
    token: await tokenFrom(options.token),
    ledger: options.ledger ?? ledgerOf(options),
    onPlan: (done, of) => progress.at(done, of, 'plans'),
  }
  const stop = () => {
    progress.end()
    console.error('Stopped. Run the same command again: it goes on where it stopped.')
    process.exit(130)
  }
  process.once('SIGINT', stop)
  const { text, code = 0 } = await verbs[verb](settings, orderOf(options)).finally(progress.end)
  process.off('SIGINT', stop)
  console.log(text)
  return code
}

type Said = Promise<{ readonly text: string; readonly code?: 0 | 1 }>

const verbs: Readonly<Record<SeedVerb, (settings: SeedSettings, order: Order) => Said>> = {
  plan: async (settings, order) => ({ text: planText(await planned(settings, order)) }),
  apply: async (settings, order) => {
    const text = applyText(await apply(settings, order))
    return { text: `${text} The ledger is ${settings.ledger}; undo takes away what it lists.` }
  },
  undo: async (settings) => ({ text: undoText(await undo(settings)) }),
  status: async (settings) => ({ text: statusText(await seen(settings)) }),
  verify: async (settings) => {
    const found = await seen(settings)
    return { text: verifyText(found), code: differing(found).length > 0 ? 1 : 0 }
  },
}

const orderOf = ({
  scenario = 'multi-provider',
  seed = 1,
  plans = 10,
  identity,
}: SeedOptions): Order => ({
  scenario,
  seed,
  plans,
  identity: identity ?? 'backend_id',
})

/** One ledger an offering, so that nobody has to name it. */
function ledgerOf({ target, offering }: SeedOptions): string {
  const host = URL.canParse(target) ? new URL(target).host.replace(/[^\w.-]/g, '_') : ''
  const uuid = readUuid(offering)
  if (host === '')
    throw new UsageError(`"${target}" is no address. Give one like https://waldur.example.`)
  if (uuid === null)
    throw new UsageError(`"${offering}" is no uuid. Copy that of the offering from its page.`)
  return join('.waldur-seed', `${host}_${uuid.slice(0, 8)}.jsonl`)
}
