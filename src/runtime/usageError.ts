/** A mistake of the person who starts the mock: one line that names the cure. */
export class UsageError extends Error {
  override name = 'UsageError'
}
