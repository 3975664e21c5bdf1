import { findCost } from '../harness/choice/costs.ts'
import type { ContractResult } from './report.ts'

/** Milliseconds between two lines, where lines can't be written over. */
const INTERVAL = 10_000

/** What the run shows while it works: one line that is written over; where output is piped, one every ten seconds. */
export class Progress {
  readonly #started = Date.now()
  readonly #stream: NodeJS.WriteStream
  readonly #say: (line: string) => void
  #timer: NodeJS.Timeout | undefined
  #total = 0
  #requests = 0
  #done = 0
  #answered = 0

  constructor(stream: NodeJS.WriteStream, say: (line: string) => void) {
    this.#stream = stream
    this.#say = say
  }

  /** Before the first contract: what is about to be done, in one line. */
  begin(line: string, requests: number): void {
    this.#requests = requests
    this.#say(line)
    if (this.#stream.isTTY) return
    this.#timer = setInterval(() => this.#stream.write(`${this.#format()}\n`), INTERVAL).unref()
  }

  expect(total: number): void {
    this.#total = total
  }

  show({ id, outcome }: ContractResult, done: number): void {
    this.#done = done
    if (outcome !== 'skipped') this.#answered += findCost(id)
    if (!this.#stream.isTTY) return
    const line = `${this.#format()} ${id}`.slice(0, (this.#stream.columns ?? 80) - 1)
    this.#stream.write(`\r\u001B[2K${line}`)
  }

  end(): void {
    clearInterval(this.#timer)
    if (this.#stream.isTTY) this.#stream.write('\r\u001B[2K')
  }

  #format(): string {
    const elapsed = (Date.now() - this.#started) / 1000
    const rest = Math.max(0, this.#requests - this.#answered)
    const left = this.#answered > 0 ? Math.ceil((elapsed / this.#answered) * rest) : 0
    return `${this.#done}/${Math.max(this.#total, this.#done)}${left > 0 ? `, about ${left} s left` : ''}`
  }
}
