import type { Finding } from './finding.ts'
import type { Deviation } from '../run/settings.ts'

/** Does a deviation speak of this contract? It names ids, one or several; `prices.*` is all of a topic. */
export const concerns = ({ contract }: Deviation, id: string): boolean =>
  contract
    .split(/[\s,]+/)
    .some((name) => (name.endsWith('*') ? id.startsWith(name.slice(0, -1)) : name === id))

export const hasRunOut = ({ expires }: Deviation): boolean =>
  expires !== undefined && Date.parse(expires) <= Date.now()

export function explains(deviation: Deviation, finding: Finding): boolean {
  if (!concerns(deviation, finding.contract) || hasRunOut(deviation)) return false
  if (deviation.operation !== '*' && deviation.operation !== finding.operation) return false
  const text = `${finding.expected}\n${finding.seen}`
  return deviation.matches === undefined || new RegExp(deviation.matches).test(text)
}
