import { join } from 'node:path'
import { readUuid } from '../../domain/uuid.ts'
import { createProgress } from '../progress.ts'
import type { DrawnName } from '../scenarios/scenarios.ts'
import { UsageError } from '../../errors.ts'
import { cleanText } from '../../remote/clean.ts'
import { createMasker } from '../../remote/secrets.ts'
import { apply, planSeed, readStatus, undo } from './seedRun.ts'
import type { SeedSettings } from './seedRun.ts'
import {
  describeApply,
  listDiffering,
  describePlan,
  describeStatus,
  describeUndo,
  describeVerify,
} from './describe.ts'
import { hideToken, readToken } from '../server/readToken.ts'
import type { SeedOrder } from './wantedPlan.ts'

export interface SeedOptions {
  readonly target: string
  readonly offering: string
  readonly token?: string
  readonly rate: number
  readonly timeout?: number
  readonly readLimit?: number
  readonly ledger?: string
  readonly scenario?: DrawnName
  readonly seed?: number
  readonly plans?: number
  readonly identity?: SeedOrder['identity']
}

export type SeedVerb = 'plan' | 'apply' | 'status' | 'verify' | 'undo'

/** One command of seed: prints what it did, and gives the exit code. 1: the server differs. */
export async function runSeed(verb: SeedVerb, options: SeedOptions): Promise<0 | 1> {
  const progress = createProgress(process.stderr)
  const settings: SeedSettings = {
    ...options,
    token: await readToken(options.token),
    ledger: options.ledger ?? nameLedger(options),
    onPlan: (done, of) => progress.at(done, of, 'plans'),
  }
  const stop = () => {
    progress.end()
    console.error('Stopped. Run the same command again: it goes on where it stopped.')
    process.exit(130)
  }
  process.once('SIGINT', stop)
  const work = verbs[verb](settings, readOrder(options))
  const { text, code = 0 } = await hideToken(settings.token, work).finally(progress.end)
  process.off('SIGINT', stop)
  console.log(cleanText(createMasker([settings.token])(text)))
  return code
}

type Printed = Promise<{ readonly text: string; readonly code?: 0 | 1 }>

const verbs: Readonly<Record<SeedVerb, (settings: SeedSettings, order: SeedOrder) => Printed>> = {
  plan: async (settings, order) => ({ text: describePlan(await planSeed(settings, order)) }),
  apply: async (settings, order) => {
    const text = describeApply(await apply(settings, order))
    return { text: `${text} The ledger is ${settings.ledger}; undo takes away what it lists.` }
  },
  undo: async (settings) => ({ text: describeUndo(await undo(settings)) }),
  status: async (settings) => ({ text: describeStatus(await readStatus(settings)) }),
  verify: async (settings) => {
    const found = await readStatus(settings)
    return { text: describeVerify(found), code: listDiffering(found).length > 0 ? 1 : 0 }
  },
}

const readOrder = ({
  scenario = 'multi-provider',
  seed = 1,
  plans = 10,
  identity,
}: SeedOptions): SeedOrder => ({
  scenario,
  seed,
  plans,
  identity: identity ?? 'backend_id',
})

/** One ledger an offering, so that nobody has to name it. */
function nameLedger({ target, offering }: SeedOptions): string {
  const host = URL.canParse(target) ? new URL(target).host.replace(/[^\w.-]/g, '_') : ''
  const uuid = readUuid(offering)
  if (host === '')
    throw new UsageError(`"${target}" is no address. Give one like https://waldur.example.`)
  if (uuid === null)
    throw new UsageError(`"${offering}" is no uuid. Copy that of the offering from its page.`)
  return join('.waldur-seed', `${host}_${uuid.slice(0, 8)}.jsonl`)
}
