import type { Row } from '../../plans/planContract.ts'

/** Values that belong together: who sees one of a round sees all of it. */
export const createRound = (round: number): Row => ({
  name: `Contract round ${round}`,
  description: `Round ${round}`,
  article_code: `R-${round}`,
  max_amount: round + 1,
})

export const readRound = ({ name, description, article_code, max_amount }: Row) => ({
  name,
  description,
  article_code,
  max_amount,
})
