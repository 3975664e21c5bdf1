import { expect, it } from 'vitest'
import { waitForAll } from '../../contracts/harness/inLanes.ts'
import { Inapplicable, MissingOperation, UnmetDemand } from '../../contracts/harness/unmet.ts'

const fail = (reason: Error) => Promise.reject<string>(reason)
const found = new UnmetDemand('12 plans', '11', null)

it.each([
  ['none', [], 'kept'],
  ['a finding behind an operation that is missing', [new MissingOperation('gone'), found], found],
  ['a finding before it', [found, new MissingOperation('gone')], found],
  ['two that do not apply', [new Inapplicable('no plans'), new Inapplicable('none')], 'no plans'],
])('of what ends work that is shared out, %s', async (_, reasons, wanted) => {
  const end = await waitForAll([...reasons.map(fail), Promise.resolve('kept')]).then(
    ([value]) => value,
    (reason: Error) => (reason === found ? found : reason.message),
  )

  expect(end).toBe(wanted)
})
