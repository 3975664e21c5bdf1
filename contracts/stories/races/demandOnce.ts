import type { Api } from '../../harness/api.ts'
import type { Exchange } from '../../harness/transport/exchange.ts'
import { countTo, runTogether } from './runTogether.ts'

/** What comes so many times at once, and the status of those that come too late. */
interface Crowd {
  readonly act: () => Promise<Exchange>
  readonly status: number
  readonly crowd: number
}

/** Of equal requests at once one is done, and the others hear that they came too late. */
export async function demandOnce(
  api: Api,
  what: string,
  { act, status, crowd }: Crowd,
): Promise<void> {
  const answers = await runTogether(countTo(crowd).map(() => act))
  const done = answers.filter(isSuccess).length
  api.demandEqual(done, 1, `of ${crowd} requests at once to ${what}, those that succeed`)
  for (const answer of answers.filter((one) => !isSuccess(one))) api.demandStatus(answer, status)
}

const isSuccess = ({ response: { status } }: Exchange): boolean => status >= 200 && status < 300
