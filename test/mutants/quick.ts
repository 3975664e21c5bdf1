// What a quick run finds: `QUICK=1 npm run mutants` says how many mutants.
import { inject, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { findQuickly } from './findKiller.ts'

const { index, count } = inject('part')

for (const mutant of catalogue.filter((_, place) => place % count === index))
  it(mutant.defect, async ({ task }) => {
    const killer = await findQuickly(mutant)
    task.meta.mutant = { class: mutant.class, defect: mutant.defect, killer, of: 0 }
  })
