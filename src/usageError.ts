/** A mistake of the person who started a command: one line that names the cure. */
export class UsageError extends Error {
  override name = 'UsageError'
}
