/** A mistake of the person who starts a run: one line that names the cure. */
export class VerifyError extends Error {
  override name = 'VerifyError'
}
