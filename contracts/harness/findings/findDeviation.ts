import type { Deviation, Settings } from '../settings.ts'
import type { Finding } from './finding.ts'

/** Does a deviation speak of this contract? It names ids, one or several; `prices.*` is all of a topic. */
export const isAbout = ({ contract }: Deviation, id: string): boolean =>
  contract
    .split(/[\s,]+/)
    .some((name) => (name.endsWith('*') ? id.startsWith(name.slice(0, -1)) : name === id))

export const hasRunOut = ({ expires }: Deviation): boolean =>
  expires !== undefined && Date.parse(expires) <= Date.now()

function canExplain(deviation: Deviation, finding: Finding): boolean {
  if (!isAbout(deviation, finding.contract) || hasRunOut(deviation)) return false
  if (deviation.operation !== '*' && deviation.operation !== finding.operation) return false
  const text = `${finding.expected}\n${finding.seen}`
  return deviation.matches === undefined || new RegExp(deviation.matches).test(text)
}

/** The deviation that a finding is known by, if there is one. */
export const findDeviation = (finding: Finding, { deviations }: Settings): Deviation | undefined =>
  deviations.find((one) => canExplain(one, finding))
