/** What is answered, before it is bytes: JSON, a text of another type, or nothing. */
export interface Reply {
  readonly status: number
  readonly json?: unknown
  readonly text?: { readonly type: string; readonly content: string }
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A refusal: what Waldur answers instead of acting. The pipeline catches it in one place. It is no
 * Error: nothing has gone wrong, and a trace of calls costs more than all the rest of a refusal.
 */
export class ApiError {
  readonly reply: Reply

  constructor(status: number, body: Pick<Reply, 'json' | 'text'>, headers: Reply['headers'] = {}) {
    this.reply = { status, ...body, headers }
  }
}

/** Messages of one field: texts, or the messages of what lies inside it. */
export type Messages = readonly string[] | { readonly [name: string]: Messages }

/** 400 of field validation (an object) or of state and save-time checks (a bare array): §1.4. */
export const invalid = (body: Messages) => new ApiError(400, { json: body })

export const unauthenticated = (detail: string) =>
  new ApiError(401, { json: { detail } }, { 'WWW-Authenticate': 'Token' })

export const denied = () =>
  new ApiError(403, { json: { detail: 'You do not have permission to perform this action.' } })

/** 404 of an object that does not exist or that the caller may not see. */
export const notFound = (model: string) =>
  new ApiError(404, { json: { detail: `No ${model} matches the given query.` } })

export const notFoundDetail = (detail: 'Not found.' | 'Invalid page.') =>
  new ApiError(404, { json: { detail } })

/** 404 of a moment before the first version of an object (from release 8.0.0 on). */
export const noVersion = () =>
  new ApiError(404, { json: { detail: 'There is no version before this timestamp.' } })

export const methodNotAllowed = (method: string) =>
  new ApiError(405, { json: { detail: `Method "${method}" not allowed.` } })

/** 409 of an object that is not in a state to do that. */
export const wrongState = (states: string) =>
  new ApiError(409, { json: { detail: `Valid states for operation: ${states}.` } })

export const notAcceptable = () =>
  new ApiError(406, { json: { detail: 'Could not satisfy the request Accept header.' } })

export const unsupportedMediaType = (type: string) =>
  new ApiError(415, { json: { detail: `Unsupported media type "${type}" in request.` } })

export const unreadable = (detail: string) => new ApiError(400, { json: { detail } })

/** 404 of a path without a route: Django's own page, not JSON (§1.1). */
export const routeNotFound = () =>
  new ApiError(404, {
    text: page('Not Found', 'The requested resource was not found on this server.'),
  })

/** 500: Django's own page, not JSON (§1.4). */
export const crashed = () => new ApiError(500, { text: page('Server Error (500)', '') })

/** An HTML page in Django's plain style, which begins with a line feed (§1.4). */
function page(title: string, text: string): NonNullable<Reply['text']> {
  const content = `
<!doctype html>
<html lang="en">
<head>
  <title>${title}</title>
</head>
<body>
  <h1>${title}</h1><p>${text}</p>
</body>
</html>
`
  return { type: 'text/html; charset=utf-8', content }
}
/** A mistake of the person who started a command: one line that names the cure. */
export class UsageError extends Error {
  override name = 'UsageError'
}
