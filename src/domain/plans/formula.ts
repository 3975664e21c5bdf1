import type { PlanComponent } from '../state.ts'

/** Percent of discount for a usage. */
export type Formula = (usage: number) => number

/**
 * Reads a discount formula: numbers, `usage`, + - * / and brackets, comparisons, and
 * `percent if condition else percent`. Throws FormulaError with what is wrong and where.
 */
export function readFormula(text: string): Formula {
  if (text.length > LONGEST) throw new FormulaError(`it is longer than ${LONGEST} characters`)
  const reader = makeReader(listWords(text))
  const formula = readChoice(reader)
  const rest = reader.peek()
  if (rest !== undefined) throw new FormulaError(`"${rest}" is not expected here`)
  return (usage) => Math.min(100, Math.max(0, formula(usage)))
}

export class FormulaError extends Error {}

/** The formula that says the same as the threshold and rate of releases before 8.1.2. */
export const writeFormula = ({
  discount_formula,
  discount_threshold,
  discount_rate,
}: PlanComponent): string => {
  if (discount_formula !== undefined) return discount_formula
  if (discount_threshold === null || discount_rate === null) return ''
  return `${discount_rate} if usage >= ${discount_threshold} else 0`
}

const LONGEST = 500
const DEEPEST = 50

const WORD = /\s*(\d+(?:\.\d+)?|\.\d+|[A-Za-z_]+|<=|>=|==|!=|[-+*/()<>])\s*/y

function listWords(text: string): string[] {
  const words: string[] = []
  WORD.lastIndex = 0
  while (WORD.lastIndex < text.length) {
    const start = WORD.lastIndex
    const [, word] = WORD.exec(text) ?? []
    if (word === undefined) {
      throw new FormulaError(`"${text.slice(start).trim().slice(0, 10)}" can't be read`)
    }
    words.push(word)
  }
  return words
}

interface Reader {
  readonly peek: () => string | undefined
  /** Takes the next word if it is one of these. */
  readonly take: (...wanted: string[]) => string | undefined
  readonly next: () => string
  /** Runs what reads something inside something else. */
  readonly within: (read: () => Formula) => Formula
}

function makeReader(words: readonly string[]): Reader {
  let at = 0
  let depth = 0
  const peek = () => words[at]
  return {
    peek,
    take: (...wanted) => (wanted.includes(peek() ?? '') ? words[at++] : undefined),
    next: () => {
      const word = words[at++]
      if (word === undefined) throw new FormulaError('it ends too early')
      return word
    },
    within: (read) => {
      if (++depth > DEEPEST) throw new FormulaError('it is nested too deeply')
      const formula = read()
      depth--
      return formula
    },
  }
}

function readChoice(reader: Reader): Formula {
  const value = readComparison(reader)
  if (!reader.take('if')) return value
  const condition = readComparison(reader)
  if (!reader.take('else')) throw new FormulaError('"if" needs an "else"')
  const other = reader.within(() => readChoice(reader))
  return (usage) => (condition(usage) === 0 ? other(usage) : value(usage))
}

type Operation = (a: number, b: number) => number

const COMPARISONS: Readonly<Record<string, Operation>> = {
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
}
const SUMS: Readonly<Record<string, Operation>> = { '+': (a, b) => a + b, '-': (a, b) => a - b }
/** Nothing is divided by zero: there is no discount then. */
const PRODUCTS: Readonly<Record<string, Operation>> = {
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? 0 : a / b),
}

const readComparison = (reader: Reader): Formula => readRow(reader, COMPARISONS, readSum)
const readSum = (reader: Reader): Formula => readRow(reader, SUMS, readProduct)
const readProduct = (reader: Reader): Formula => readRow(reader, PRODUCTS, readValue)

/** Operands with operators of one rank between them, from left to right. */
function readRow(
  reader: Reader,
  operators: Readonly<Record<string, Operation>>,
  readOperand: (reader: Reader) => Formula,
): Formula {
  let left = readOperand(reader)
  for (;;) {
    const operate = operators[reader.take(...Object.keys(operators)) ?? '']
    if (!operate) return left
    const [first, second] = [left, readOperand(reader)]
    left = (usage) => operate(first(usage), second(usage))
  }
}

function readValue(reader: Reader): Formula {
  if (reader.take('-')) {
    const value = reader.within(() => readValue(reader))
    return (usage) => -value(usage)
  }
  if (reader.take('(')) {
    const value = reader.within(() => readChoice(reader))
    if (!reader.take(')')) throw new FormulaError('a bracket is not closed')
    return value
  }
  const word = reader.next()
  if (word === 'usage') return (usage) => usage
  const number = Number(word)
  if (Number.isNaN(number)) {
    throw new FormulaError(`"${word}" is unknown; there is "usage", and there are numbers`)
  }
  return () => number
}
