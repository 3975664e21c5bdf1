import addresses from './waldurAddresses.json' with { type: 'json' }

let roots: ReadonlyMap<string, readonly RegExp[]> | null = null

/**
 * Whether Waldur has such an address, as the clients of its releases 7.8.7 and 8.1.3 know them. In the
 * data, `.` is the collection itself, and `*` a uuid or a name.
 */
export function isOfWaldur(path: string): boolean {
  roots ??= new Map(Object.entries(addresses).map(([root, parts]) => [root, readPatterns(parts)]))
  const [area = '', collection = '', ...parts] = path.split('/').filter(Boolean)
  const rest = parts.join('/') || '.'
  return roots.get(`${area}/${collection}`)?.some((pattern) => pattern.test(rest)) ?? false
}

const readPatterns = (parts: string): RegExp[] =>
  parts
    .split(' ')
    .map((part) => new RegExp(`^${part.replaceAll('.', '\\.').replaceAll('*', '[^/.]+')}$`))
