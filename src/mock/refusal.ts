/** What the control refuses to do; the message says why and what to do. `status`: over HTTP. */
export class Refusal extends RangeError {
  override name = 'Refusal'
  readonly status: 400 | 404 | 409 | 507

  constructor(status: Refusal['status'], message: string) {
    super(message)
    this.status = status
  }
}

export const badRequest = (message: string) => new Refusal(400, message)
export const notFound = (message: string) => new Refusal(404, message)
export const conflict = (message: string) => new Refusal(409, message)

/** A change that can't be stored did not happen, and is not acknowledged. */
export function notStored(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new Refusal(507, `The change can't be stored, so it was not made: ${reason}`)
}
