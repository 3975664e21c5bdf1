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
    mutant?: { readonly class: string; readonly defect: string; readonly killer: string | null }
  }
}

const { index, count } = inject('part')

/** CI holds those of whom it is known who finds them; what nobody has found yet takes the whole suite. */
const isAsked = ({ defect }: { readonly defect: string }): boolean =>
  process.env['CI'] === undefined || defect in killedBy

const asked = catalogue.filter(isAsked)
if (index === 0) console.log(`${catalogue.length - asked.length} mutants are left out in CI.`)

for (const mutant of asked.filter((_, place) => place % count === index)) {
  it(`${mutant.class}: ${mutant.defect}`, async ({ task }) => {
    const killer = await findKiller(mutant)

    task.meta.mutant = { class: mutant.class, defect: mutant.defect, killer }
    expect(killer).not.toBe(null)
  })
}
