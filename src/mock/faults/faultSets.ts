import type { Fault } from './fault.ts'

/** Ready sets, by the name under which they are switched on. */
export const faultSets: Readonly<Record<string, readonly Fault[]>> = {
  flaky: [
    { probability: 0.1, seed: 1, status: 503, retry_after: 1 },
    { probability: 0.05, seed: 2, answer: 'reset' },
    { probability: 0.05, seed: 3, status: 500 },
    { latency: { distribution: 'lognormal', median: 80, sigma: 0.8 }, seed: 4 },
  ],
  'slow-3g': [{ latency: { distribution: 'fixed', ms: 400 }, bytes_per_second: 50_000 }],
  down: [{ answer: 'reset' }],
  maintenance: [{ status: 503, retry_after: 300 }],
  'calendar-fails': [{ calendar: 'fails' }],
}
