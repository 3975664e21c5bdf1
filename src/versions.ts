/** Below 0: the first is the older one. What follows the numbers (`8.1.3-rc.1`) does not count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [readNumbers(a), readNumbers(b)]
  const at = [0, 1, 2].find((index) => left[index] !== right[index])
  return at === undefined ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

const readNumbers = (version: string): number[] =>
  (/^\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').map(Number)
