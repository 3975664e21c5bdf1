import { Misfit, shown } from './misfit.ts'

/** JSON.parse, with the line, the column and a cure where the text breaks: engines differ in these. */
export function parseJson(text: string): unknown {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return JSON.parse(json) as unknown
  } catch {
    throw faultOf(json)
  }
}

type Step = 'value' | 'value or ]' | '"name" or }' | '"name"' | ':' | ', or }' | ', or ]' | 'end'

type Turn = Step | 'opens' | 'closes' | 'is a value'
type Turns = Readonly<Record<string, Turn>>

const value: Turns = { '{': 'opens', '[': 'opens', '"': 'is a value', word: 'is a value' }

/** The grammar of JSON: which tokens may stand where, and what comes after them. */
const grammar: Readonly<Record<Step, Turns>> = {
  value,
  'value or ]': { ...value, ']': 'closes' },
  '"name" or }': { '"': ':', '}': 'closes' },
  '"name"': { '"': ':' },
  ':': { ':': 'value' },
  ', or }': { ',': '"name"', '}': 'closes' },
  ', or ]': { ',': 'value', ']': 'closes' },
  end: {},
}

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("[ !#-[\]-\u{10FFFF}]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[ !#-[\]-\u{10FFFF}]*)*")|((?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])))/uy

/** Reads tokens until one does not belong where it stands. */
function faultOf(text: string): Misfit {
  const token = new RegExp(TOKEN)
  const open: string[] = []
  let step: Step = 'value'
  for (;;) {
    const start = token.lastIndex
    const [match, sign, name] = token.exec(text) ?? []
    const kind = match === undefined ? '' : (sign ?? (name ? '"' : 'word'))
    const turn: Turn | undefined = grammar[step][kind]
    if (turn === undefined) return fault(text, start, step)
    step = follow(turn, kind, open)
  }
}

/** `open` keeps the brackets that wait for their end. */
function follow(turn: Turn, kind: string, open: string[]): Step {
  if (turn === 'opens') {
    open.push(kind)
    return kind === '{' ? '"name" or }' : 'value or ]'
  }
  if (turn === 'closes') open.pop()
  return turn === 'closes' || turn === 'is a value' ? after(open) : turn
}

function after(open: readonly string[]): Step {
  if (open.length === 0) return 'end'
  return open.at(-1) === '{' ? ', or }' : ', or ]'
}

function fault(text: string, from: number, step: Step): Misfit {
  const at = from + (/^[ \t\n\r]*/.exec(text.slice(from))?.[0].length ?? 0)
  const line = text.slice(0, at).split('\n').length
  const column = at - text.lastIndexOf('\n', at - 1)
  const found =
    /^(?:"(?:[^"\\\n]|\\.)*"?|[^\s,:}\]]+|)/.exec(text.slice(at, at + 20))?.[0] ||
    text.slice(at, at + 1)
  const before = text.slice(0, at).trimEnd().at(-1)
  const wanted = step === 'end' ? 'nothing more' : step
  return new Misfit(
    `line ${line}, column ${column}`,
    `is not JSON: expected ${wanted}, but ${found ? `found ${shown(found)}` : 'the text ends'}`,
    cureOf({ step, found, before }),
  )
}

interface Place {
  readonly step: Step
  readonly found: string
  readonly before: string | undefined
}

const cureOf = (place: Place): string =>
  cures.find(([fits]) => fits(place))?.[1] ?? 'correct the text'

/** The first that fits is said. */
const cures: readonly (readonly [fits: (place: Place) => boolean, cure: string])[] = [
  [({ found }) => found === '', 'write the rest of the file, which may be cut off'],
  [({ found }) => /^\/[/*]/.test(found), 'remove the comment'],
  [({ found, before }) => before === ',' && /^[}\],]/.test(found), 'remove the comma before it'],
  [({ found }) => found.startsWith("'"), 'write texts in double quotes'],
  [({ step }) => step === ':', 'add the missing colon before it'],
  [({ step }) => step === 'end', 'remove what follows the last bracket'],
  [({ step }) => step.startsWith(','), 'add the missing comma or bracket before it'],
  [({ found }) => found.includes('\\'), 'write \\\\ for a backslash'],
  [({ found }) => found.startsWith('"'), 'close the text on its line'],
]
