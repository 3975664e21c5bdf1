/**
 * A fact is one line of a page that says something about the wire: a row of a parameter, request-field
 * or response-field table, the `Enum:` line below a row, or an answer with `No response body`.
 * What a page says in its headings, samples and prose (method, path, summary, description,
 * operationId, an answer that is an array) is a head: compared too, but not counted.
 */
export type Facts = { heads: string[]; facts: string[] }

const OPERATION = /^(GET|POST|PUT|PATCH|DELETE) (\S+) (.+)$/
const IMPORT = /^from waldur_api_client\.api\.\w+ import (\w+)/m
const ROW =
  /^(\S+) (array of objects|array of string \(uri\)s|object \(free-form\)|\w+(?: \([\w-]+\))?)(?: (.+))?$/
const ARRAY =
  'The response body is an array of objects, where each object has the following structure:'

/** What only one of the two says: `-` stands on the pages alone, `+` in the document alone. */
export function differences(pages: Facts, document: Facts): string[] {
  const said = new Set([...pages.heads, ...pages.facts])
  const written = new Set([...document.heads, ...document.facts])
  return [
    ...[...said].filter((fact) => !written.has(fact)).map((fact) => `- ${fact}`),
    ...[...written].filter((fact) => !said.has(fact)).map((fact) => `+ ${fact}`),
  ]
}

export function mergeFacts(parts: Facts[]): Facts {
  return {
    heads: parts.flatMap(({ heads }) => heads),
    facts: parts.flatMap(({ facts }) => facts),
  }
}

export function pageFacts(page: string): Facts {
  const lines = page.split('\n')
  const operations = lines.flatMap((line) => {
    const [, method, path, summary = ''] = OPERATION.exec(line) ?? []
    return method ? [{ head: [method, path, summary], start: lines.indexOf(summary) }] : []
  })
  const starts = operations.map(({ start }) => start).sort((a, b) => a - b)
  return mergeFacts(
    operations.map(({ head, start }) => {
      const end = starts.find((next) => next > start) ?? lines.length
      return sectionFacts(head, lines.slice(start + 1, end))
    }),
  )
}

function sectionFacts(head: (string | undefined)[], lines: string[]): Facts {
  const id = IMPORT.exec(lines.join('\n'))?.[1]
  const prose = lines.slice(0, lines.indexOf('http \\')).filter((line) => !/^ *\d*$/.test(line))
  const heads = [[id, ...head, ...prose].join(' | ')]
  if (lines.includes(ARRAY)) heads.push(`${id} | an array of objects`)
  return { heads, facts: tableFacts(lines).map((fact) => `${id} | ${fact}`) }
}

function tableFacts(lines: string[]): string[] {
  const facts: string[] = []
  let status = ''
  let table = ''
  let field = ''
  for (const line of lines) {
    const [, answer, empty] = /^(\d{3}) -( No response body)?/.exec(line) ?? []
    if (answer) status = answer
    if (answer && empty) facts.push(`${status} | No response body`)

    if (line === '') table = ''
    else if (/^(Name|Field) Type/.test(line)) table = tableName(line, status)
    else if (line.startsWith('Enum: ')) facts.push(`${table} | ${field} | ${line}`)
    else if (table !== '') {
      const [, name, type, description = ''] = ROW.exec(line) ?? []
      if (!name) throw new Error(`This row of a table cannot be read: ${line}`)
      field = name
      facts.push([table, name, type, description].join(' | '))
    }
  }
  return facts
}

function tableName(head: string, status: string): string {
  if (status !== '') return status
  if (head.startsWith('Field')) return 'request'
  return head.endsWith('Required') ? 'path' : 'query'
}
