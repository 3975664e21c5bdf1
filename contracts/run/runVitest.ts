import { startVitest } from 'vitest/node'
import type { Reporter, TestModule, Vitest } from 'vitest/node'
import type { Settings } from '../harness/settings.ts'

/** `folder`: where the suite is, as `suite.ts` or `.js`. `onTotal` hears how many contracts there are, as soon as that is known. */
export interface WatchOptions {
  readonly folder: string
  /** Cuts off what the contracts wait for. */
  readonly onStop?: () => void
  readonly signal?: AbortSignal
  readonly onTotal?: (total: number) => void
}

/** Holds a server against the contract. The reporters hear of every contract as it ends. */
export async function runVitest(
  settings: Settings,
  reporters: readonly Reporter[],
  watching: WatchOptions,
): Promise<void> {
  if (watching.signal?.aborted) return
  const before = process.exitCode
  const vitest = await startVitest(
    'test',
    [],
    {
      config: false,
      root: watching.folder,
      include: ['suite.{ts,js}'],
      exclude: [],
      watch: false,
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      cache: false,
      server: { deps: { external: [/chunk-/] } },
      testTimeout: 600_000,
      hookTimeout: 600_000,
      bail: settings.failFast ? 1 : 0,
      reporters: [...reporters, new RunWatcher(watching)],
      provide: { settings },
    },
    { clearScreen: false, logLevel: 'error' },
  )
  await vitest.close()
  process.exitCode = before
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Ends a run early when asked to; what runs is finished, so that it can clean up after itself. */
class RunWatcher implements Reporter {
  readonly #options: WatchOptions
  readonly #listeners = SIGNALS.map((signal) => process.listeners(signal))

  constructor(watching: WatchOptions) {
    this.#options = watching
  }

  onInit(vitest: Vitest): void {
    this.#ignoreSignals()
    this.#options.signal?.addEventListener('abort', () => {
      void vitest.cancelCurrentRun('keyboard-input')
      this.#options.onStop?.()
    })
  }

  /** Vitest ends the process at Ctrl-C; what was made would stay. */
  #ignoreSignals(): void {
    for (const [index, signal] of SIGNALS.entries())
      for (const listener of process.listeners(signal))
        if (!this.#listeners[index]?.includes(listener)) process.off(signal, listener)
  }

  onTestModuleCollected(module: TestModule): void {
    this.#options.onTotal?.([...module.children.allTests()].length)
  }
}
