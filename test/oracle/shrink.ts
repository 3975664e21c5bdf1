import type { Request } from './request.ts'

const MOST_TRIES = 300

/** The smallest request that is found for which `fails` still holds, taking things away one by one. */
export async function shrink(
  request: Request,
  fails: (request: Request) => Promise<boolean>,
): Promise<Request> {
  let smallest = request
  const tried = { times: 0 }
  const take = async (candidate: Request): Promise<boolean> => {
    if (tried.times++ >= MOST_TRIES || !(await fails(candidate))) return false
    smallest = candidate
    return true
  }
  for (let isSmaller = true; isSmaller && tried.times < MOST_TRIES;) {
    isSmaller = false
    for (const candidate of smallerOnes(smallest)) {
      if (!(await take(candidate))) continue
      isSmaller = true
      break
    }
  }
  return smallest
}

/** The request less a header, a pair of its query, or a stretch of its body: big steps first. */
function* smallerOnes(request: Request): Generator<Request> {
  const { headers, target, body } = request
  for (const [index, [name]] of headers.entries())
    if (name !== 'Authorization') yield { ...request, headers: headers.toSpliced(index, 1) }
  const [path = '', query] = target.split(/\?(.*)/s)
  for (const pairs of lessOne(query === undefined ? [] : query.split('&')))
    yield { ...request, target: pairs.length > 0 ? `${path}?${pairs.join('&')}` : path }
  for (const shorter of stretches(body)) yield { ...request, body: shorter }
}

function* lessOne(items: readonly string[]): Generator<readonly string[]> {
  for (const index of items.keys()) yield items.toSpliced(index, 1)
}

function* stretches(body: Buffer): Generator<Buffer> {
  for (let size = body.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at + size <= body.length; at += size) {
      yield Buffer.concat([body.subarray(0, at), body.subarray(at + size)])
    }
  }
}
