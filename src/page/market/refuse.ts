import type { Answer } from '../connection/ask.ts'
import { button, say } from '../elements/dom.ts'
import { openWhy } from '../journal/why.ts'

/** Tells how a call went: in words, and why where it was refused. True: it did what was asked. */
export function sayAnswer(done: string, answer: Answer): boolean {
  const { status, id } = answer
  if (status >= 200 && status < 300) {
    say(`${status}: ${done}`)
    return true
  }
  const why = id === null ? null : button('Why?', () => openWhy(id))
  say(`${status || 'No answer'}: ${answer.problem ?? readRefusal(answer.json)}`, 'wrong', why)
  return false
}

/** The texts of a refusal, whatever its shape: `{detail}`, a list, or lists by field. */
export function readRefusal(json: unknown, field = ''): string {
  if (typeof json === 'string') return field === '' ? json : `${field}: ${json}`
  if (typeof json !== 'object' || json === null) return 'It was refused without a word.'
  return Object.entries(json)
    .map(([name, value]) => readRefusal(value, isNamed(name) ? name : field))
    .join(' ')
}

const isNamed = (name: string): boolean => !/^\d+$|^detail$|^non_field_errors$/.test(name)
