/** What whoever started a command can mend: its text says how. */
export class SeedError extends Error {
  override name = 'SeedError'
}
