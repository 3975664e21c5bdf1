/** What a request must keep to: it throws when it is not kept. `why` says what it means, and where that is told. */
export interface Rule<Context = never> {
  (context: Context): void
  readonly meaning: string
  readonly section: string
}

export const rule = <Context>(
  meaning: string,
  section: string,
  check: (context: Context) => void,
): Rule<Context> => Object.assign((context: Context) => check(context), { meaning, section })
