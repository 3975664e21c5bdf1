import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findPython, makeVenv } from '../python.ts'
import { isWhole } from '../tries.ts'
import { startTarget } from '../contracts/startTarget.ts'
import { mergeFacts, pageFacts } from './facts.ts'
import { BASE, samplesOf } from './samples.ts'
import type { Sample } from './samples.ts'

const pages = ['marketplace-plans', 'booking-offerings'].map((name) =>
  readFileSync(join(import.meta.dirname, `${name}.txt`), 'utf8'),
)
const { facts } = mergeFacts(pages.map(pageFacts))
const samples = (client: Sample['client']) =>
  pages.flatMap(samplesOf).filter((sample) => sample.client === client)

const python = findPython()

/** HTTPie and the client that Waldur publishes for Python; the one for TypeScript is not on npm. */
describe.runIf(isWhole && python)('The samples of the pages run as they are printed', () => {
  let venv = ''
  let interpreter: ChildProcess
  let target: Awaited<ReturnType<typeof startTarget>>
  let reset = (): void => {}
  const statuses: number[] = []

  beforeAll(async () => {
    venv = makeVenv(python ?? '', join(import.meta.dirname, 'requirements.txt'))
    interpreter = spawn(join(venv, 'bin/python'), [join(import.meta.dirname, 'runPython.py')])
    target = await startTarget({
      mock: { strict: true, calendarJobs: { delay: 0 } },
      wrap: (inner) => {
        reset = inner.reset
        return (request) => {
          const answer = inner.answer(request)
          statuses.push(answer.status)
          return answer
        }
      },
    })
  }, 300_000)
  afterAll(() => void interpreter.kill())

  /** From the start data; a calendar is made private after it was made public. */
  async function prepare({ id }: Sample): Promise<void> {
    reset()
    if (id === 'booking_offerings_unshare_google_calendar') {
      const share = samples('HTTPie').find((one) => one.id.includes('_share_'))
      const { url = '', headers = {} } = share ?? {}
      await fetch(url.replace(BASE, target.url), { method: 'POST', headers })
    }
    statuses.length = 0
  }

  it.each(samples('HTTPie'))('HTTPie: $id', async (sample) => {
    await prepare(sample)
    const options = ['--ignore-stdin', '--check-status', '--pretty=none']
    const command = sample.text
      .replace(BASE, target.url)
      .replace('http ', `http ${options.join(' ')} `)
    const env = { ...process.env, PATH: `${join(venv, 'bin')}:${process.env['PATH']}` }
    await promisify(execFile)('bash', ['-c', command], { env })

    expect(statuses).toEqual([statusOf(sample)])
  })

  it.each(samples('Python'))('The published client for Python: $id', async (sample) => {
    await prepare(sample)
    const program = mend(sample).replace(BASE, target.url)
    interpreter.stdin?.write(`${JSON.stringify(program)}\n`)
    const [fault] = await once(interpreter)

    expect(fault).toBe('""')
    expect(statuses).toEqual([statusOf(sample)])
  })
})

const statusOf = ({ id }: Sample): number =>
  Number(/^\d+/.exec(facts.find((fact) => fact.startsWith(`${id} | 2`))?.split(' | ')[1] ?? ''))

const hasBody = ({ id }: Sample): boolean =>
  !facts.some((fact) => fact.startsWith(`${id} | `) && fact.includes('No response body'))

/** What the client itself does not have: `sync` where no body is answered, dictionaries as models. */
const mend = (sample: Sample): string =>
  (hasBody(sample) ? sample.text : sample.text.replace('.sync(', '.sync_detailed(')).replace(
    /(\w+)\(\s+(\w+)=\{\}\s+\)/,
    '$1.from_dict({"$2": {}})',
  )

/** The next line that it says. */
const once = (child: ChildProcess): Promise<string[]> =>
  new Promise((resolve) => {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    lines.once('line', (line) => {
      lines.close()
      resolve([line])
    })
  })
