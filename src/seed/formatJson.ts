const WIDTH = 100

/** JSON as Prettier lays it out: objects over several lines, lists of plain values on one if they fit. */
export function formatJson(value: unknown): string {
  return `${formatValue(value, { indent: '', before: 0, after: 0 })}\n`
}

/** Where a value stands: its indent, and how many characters its line has before and after it. */
interface Place {
  readonly indent: string
  readonly before: number
  readonly after: number
}

function formatValue(value: unknown, place: Place): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${place.indent}  `
  if (Array.isArray(value)) return formatList(value, place, inner)
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, part], index) => {
    const name = `${JSON.stringify(key)}: `
    const after = index === entries.length - 1 ? 0 : 1
    return `${inner}${name}${formatValue(part, { indent: inner, before: inner.length + name.length, after })}`
  })
  return `{\n${lines.join(',\n')}\n${place.indent}}`
}

function formatList(items: readonly unknown[], place: Place, inner: string): string {
  if (items.length === 0) return '[]'
  const isPlain = items.every((item) => typeof item !== 'object' || item === null)
  const line = isPlain && `[${items.map((item) => JSON.stringify(item)).join(', ')}]`
  if (line && place.before + line.length + place.after <= WIDTH) return line
  const lines = items.map(
    (item) => `${inner}${formatValue(item, { indent: inner, before: inner.length, after: 1 })}`,
  )
  return `[\n${lines.join(',\n')}\n${place.indent}]`
}
