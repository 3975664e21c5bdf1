import { http } from 'msw'
import type { HttpHandler } from 'msw'
import type { SandboxControls } from '../control/addControls.ts'

/** What a mock answers; the control is driven by its methods instead. */
const PATHS = ['/api/*', '/api-auth/*', '/calendar/*', '/s/:sandbox/*']

/**
 * Handlers for `setupServer` and `setupWorker`. `origin`: of the Waldur that your code asks, for
 * example `https://waldur.example`; any if it is left out.
 */
export const mockHandlers = (
  mock: Pick<SandboxControls, 'fetch'>,
  origin: string = '*',
): HttpHandler[] =>
  PATHS.map((path) => http.all(origin + path, ({ request }) => answer(mock, request)))

/** A fault that breaks the line is a network error; other errors are faults of this program. */
async function answer({ fetch }: Pick<SandboxControls, 'fetch'>, request: Request) {
  try {
    return await fetch(request)
  } catch (error) {
    if (error instanceof TypeError) return Response.error()
    throw error
  }
}
