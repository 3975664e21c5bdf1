/** The scenarios, and what each is good for. Commands show this before anything of them is loaded. */
export const scenarioNames = {
  demo: 'what serve starts with; written by hand, always the same',
  hpc: 'compute centres: partitions, GPU nodes, storage, advice',
  lab: 'laboratories: microscopes, spectrometers, clean rooms',
  'multi-provider': 'many providers in many countries, of every kind',
  edge: 'every null, every bound, every value and the longest texts that a fixture may have',
  empty: 'nobody but those who can log in; always the same',
  huge: '100,000 plans, to see what is slow',
} as const

export type ScenarioName = keyof typeof scenarioNames
