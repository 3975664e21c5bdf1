import type { Api } from '../api.ts'
import { findOperation } from '../findings/findDocumentMismatches.ts'
import type { Mismatch } from '../findings/finding.ts'
import { getSession } from '../session.ts'

/** A contract has met a value of another kind than openapi.yaml declares: what is known of that. */
export function describeAbsence({ contract, last: exchange }: Api): Mismatch {
  const seen = [...getSession().documentMismatches.values()]
  const own = seen.filter(({ during }) => during === contract)
  const operation = exchange && findOperation(exchange)?.id
  const alike = seen.filter((one) => one.operation === operation)
  const mismatch = [...own, ...alike, ...seen].find(({ expected }) =>
    / required: | type: | status: /.test(expected),
  )
  return {
    expected: 'every field that openapi.yaml declares, of its type',
    seen: mismatch
      ? `${mismatch.seen} where ${mismatch.expected} was expected`
      : 'an answer that lacks one, or has it of another type',
    exchange: mismatch?.exchange ?? exchange,
  }
}
