/** The name of a JSON value's type in messages of the server, which is written in Python. */
export function namePythonType(value: unknown): string {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return { string: 'str', boolean: 'bool', object: 'dict' }[typeof value as string] ?? 'str'
}

/** The text that Python's str() makes of a JSON value. */
export function writePython(value: unknown): string {
  return typeof value === 'string' ? value : writeLiteral(value)
}

function writeLiteral(value: unknown): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(writeLiteral).join(', ')}]`
  if (typeof value !== 'object') return String(value)
  const entries = Object.entries(value).map(([key, inner]) => `'${key}': ${writeLiteral(inner)}`)
  return `{${entries.join(', ')}}`
}
