import type { Demand } from '../demand.ts'

/** Contracts that only read may be held together, and so may those that write what is their own. */
export type Kind = 'read' | 'write' | 'alone'

interface Waiting {
  readonly kind: Kind
  readonly begin: () => void
}

/** Lets contracts of one kind run together, in the order in which they came; who must be sure runs alone. */
export class Turns {
  #running = 0
  #kind: Kind = 'read'
  readonly #queue: Waiting[] = []

  async take<Result>(kind: Kind, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((begin) => {
      this.#queue.push({ kind, begin })
      this.#admit()
    })
    try {
      return await work()
    } finally {
      this.#running--
      this.#admit()
    }
  }

  #admit(): void {
    for (let [next] = this.#queue; next && this.#mayBegin(next.kind); [next] = this.#queue) {
      this.#queue.shift()
      this.#kind = next.kind
      this.#running++
      next.begin()
    }
  }

  #mayBegin(kind: Kind): boolean {
    return this.#running === 0 || (kind !== 'alone' && kind === this.#kind)
  }
}

/** There is one calendar; what is measured at once, or told of all others, is held alone. */
const ALONE =
  /^(?:calendar|concurrency|races|document)\.|^lists\.(?:parallel|stable|size-is-capped)/

export const chooseKind = ({ id, needs }: Pick<Demand, 'id' | 'needs'>): Kind =>
  ALONE.test(id) ? 'alone' : needs?.write ? 'write' : 'read'
