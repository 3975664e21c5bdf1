// Every mutant must be killed: `npm run mutants`, or some of them: `npm run mutants -- -t paging`.
import { expect, inject, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { findKiller } from './findKiller.ts'
import killedBy from './killedBy.json' with { type: 'json' }

declare module 'vitest' {
  interface ProvidedContext {
    /** Which share of the mutants a worker has, from 0. */
    readonly part: { readonly index: number; readonly count: number }
  }
  interface TaskMeta {
    mutant?: {
      readonly class: string
      readonly defect: string
      readonly killer: string | null
      /** How many mutants there are. */
      readonly of: number
    }
  }
}

const { index, count } = inject('part')

/** CI holds those of whom it is known who finds them; what nobody has found yet takes the whole suite. */
const isAsked = ({ defect }: { readonly defect: string }): boolean =>
  process.env['CI'] === undefined || defect in killedBy

/** Of a hundred mutants, how many may be left out. */
const MOST_LEFT_OUT = 3

const asked = catalogue.filter(isAsked)

if (index === 0) {
  const count = catalogue.length - asked.length
  console.log(
    `${count} of ${catalogue.length} mutants are not asked: nobody is known to find them.`,
  )

  it('of nearly all mutants it is known who finds them', () =>
    expect(count * 100).toBeLessThanOrEqual(catalogue.length * MOST_LEFT_OUT))
}

for (const mutant of asked.filter((_, place) => place % count === index)) {
  it(`${mutant.class}: ${mutant.defect}`, async ({ task }) => {
    const killer = await findKiller(mutant)

    const { class: kind, defect } = mutant
    task.meta.mutant = { class: kind, defect, killer, of: catalogue.length }
    expect(killer).not.toBe(null)
  })
}
