import type { Api } from '../../harness/api.ts'
import { getSession } from '../../harness/session.ts'

/** What is done once a run; each contract judges one side of it. */
export function runOnce<Result>(act: (api: Api) => Promise<Result>): (api: Api) => Promise<Result> {
  const made = new WeakMap<object, Promise<Result>>()
  return (api) => {
    const known = made.get(getSession()) ?? act(api)
    made.set(getSession(), known)
    return known
  }
}
