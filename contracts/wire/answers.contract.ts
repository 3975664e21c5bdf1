import type { Api } from '../harness/api.ts'
import { contracts } from '../harness/contract.ts'
import { findAnswerMismatches } from '../harness/findings/findAnswerMismatches.ts'
import type { AnswerMismatch } from '../harness/findings/finding.ts'
import { getSession } from '../harness/session.ts'

// They send next to nothing: they tell what the answers to all others were like.
contracts(
  {
    headers: ['every answer has the headers that Waldur gives to all of them', '§1.5'],
    refusals: ['every refusal has the text of its status', '§1.4'],
    pages: [
      'every page has its rows in order, once each, and links to the pages around it',
      '§1.6',
    ],
  } as const,
  (name, [demand, source]) => ({ id: `answers.${name}`, demand, source }),
  async (api) => {
    const seen = [...getSession().answerMismatches.values()]
    const own = seen.filter(({ contract }) => contract === api.contract)
    return api.contract === 'answers.pages' ? await readAgain(api, own) : own
  },
)

/** Others may have written between the count of a page and its rows: only what is so again counts. */
async function readAgain(
  api: Api,
  mismatches: readonly AnswerMismatch[],
): Promise<AnswerMismatch[]> {
  const still = mismatches.filter((one) => !isOfTwoReadings(one))
  for (const { kind, exchange } of mismatches.filter(isOfTwoReadings)) {
    if (!exchange) continue
    const again = findAnswerMismatches(await api.send(exchange.request))
    still.push(...again.filter((one) => one.kind === kind))
  }
  return still
}

/** What a page says against itself, such as its links against its count, needs no second look; its plans may be gone. */
const isOfTwoReadings = ({ kind }: AnswerMismatch): boolean =>
  kind.startsWith('answers.pages rows ')
