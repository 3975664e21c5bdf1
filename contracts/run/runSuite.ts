import { startTests } from '@vitest/runner'
import type {
  File,
  Task,
  TaskEventPack,
  TaskResultPack,
  Test,
  VitestRunner,
  VitestRunnerConfig,
} from '@vitest/runner'
import { holdContract } from '../harness/hold/holdContract.ts'
import { explainSkip } from '../harness/hold/explainSkip.ts'
import { chooseQuick } from '../harness/choice/quick.ts'
import { isPatient, openSession } from '../harness/session.ts'
import type { Session } from '../harness/session.ts'
import type { Settings } from '../harness/settings.ts'
import { groupByKind, sortByCost } from '../harness/choice/sortContracts.ts'
import { sortedContracts } from './contracts.ts'
import { planRun } from './planRun.ts'
import type { Plan } from './planRun.ts'

/** `onTotal` hears how many contracts there are, as soon as that is known. */
export interface Watching {
  /** Hears what is about to be done, before anything is. */
  readonly onPlan: (plan: Plan) => void
  readonly onTotal: (total: number) => void
  readonly onTest: (test: Test) => void
  /** Ends the run early; what is under way is cut off. */
  readonly signal: AbortSignal
}

/** Holds a server against the contract with Vitest's runner, in this thread. */
export async function runSuite(settings: Settings, watching: Watching): Promise<void> {
  const { signal } = watching
  if (signal.aborted) return
  const { transport, settings: chosen } = openChosen(settings)
  watching.onPlan(planRun(sortedContracts, chosen))
  const stop = () => transport.stop()
  signal.addEventListener('abort', stop)
  await startTests(['contracts'], new SuiteRunner(chosen, watching))
  signal.removeEventListener('abort', stop)
}

/**
 * A quick run chooses among what it could hold. Where a budget does not reach for all, contracts are
 * held one after another: several at once would spend it, and none come to its end.
 */
export function openChosen(settings: Settings): Session {
  const session = openSession(settings)
  if (isScarce(settings)) return openSession({ ...settings, workers: 1 })
  if (!settings.quick) return session
  const held = sortedContracts.filter((one) => explainSkip(one) === null)
  return openSession({ ...settings, chosen: chooseQuick(held) })
}

function isScarce(settings: Settings): boolean {
  const { budget, quick } = settings
  if (budget === null || quick) return false
  return planRun(sortedContracts, { ...settings, budget: null }).requests > budget
}

/** Vitest's order of events; a run that is stopped holds nothing more. */
class SuiteRunner implements VitestRunner {
  readonly config: VitestRunnerConfig
  readonly #settings: Settings
  readonly #watching: Watching
  #tests = new Map<string, Task>()
  #isEnded = false

  constructor(settings: Settings, watching: Watching) {
    this.#settings = settings
    // Who waits for a turn holds up nobody else.
    const maxConcurrency = isPatient(settings) ? sortedContracts.length : settings.workers
    this.config = { ...CONFIG, maxConcurrency }
    this.#watching = watching
  }

  /** The one file of the suite. */
  importFile(): void {
    const contracts = isScarce(this.#settings)
      ? sortByCost(sortedContracts)
      : groupByKind(sortedContracts, this.#settings)
    for (const one of contracts) holdContract(one)
  }

  onCollected(files: File[]): void {
    const tasks = files.flatMap((file) => file.tasks)
    this.#tests = new Map(tasks.map((task) => [task.id, task]))
    this.#watching.onTotal(tasks.length)
  }

  onBeforeRunTask(test: Test): void {
    if (this.#isEnded || this.#watching.signal.aborted) test.mode = 'skip'
  }

  onAfterRunTask(test: Test): void {
    this.#isEnded ||= this.#settings.failFast && test.result?.state === 'fail'
  }

  /** Tells of those that left themselves out, too. */
  async onTaskUpdate(_: TaskResultPack[], events: TaskEventPack[]): Promise<void> {
    for (const [id, event] of events) {
      const test = event === 'test-finished' ? this.#tests.get(id) : undefined
      if (test?.type === 'test') this.#watching.onTest(test)
    }
  }
}

/** Contracts end by the times that answers may take, after a wait for their turn; this is for a fault of theirs. */
const DAY = 24 * 3_600_000

const CONFIG: VitestRunnerConfig = {
  root: '/',
  name: undefined,
  setupFiles: [],
  passWithNoTests: true,
  testNamePattern: undefined,
  allowOnly: false,
  sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 1,
  testTimeout: DAY,
  hookTimeout: DAY,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
}
