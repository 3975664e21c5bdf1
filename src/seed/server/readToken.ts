import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { UsageError } from '../../errors.ts'
import { createMasker } from '../../remote/secrets.ts'

/** The token of an option or of the environment, else asked for; what is typed is not shown. */
export async function readToken(option: string | undefined): Promise<string> {
  const token = (option ?? process.env['WALDUR_TOKEN'] ?? '').trim()
  if (token !== '') return checkToken(token)
  if (!process.stdin.isTTY)
    throw new UsageError('Give a token: set WALDUR_TOKEN, or --token, or start this in a terminal.')
  return checkToken((await askForToken('Token (it is not shown): ')).trim())
}

function checkToken(token: string): string {
  if (/^[!-~]+$/.test(token)) return token
  throw new UsageError('A token has no blanks and no accents. Copy it again from your profile.')
}

function askForToken(question: string): Promise<string> {
  process.stderr.write(question)
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: mute, terminal: true })
  return new Promise((resolve) => {
    lines.once('SIGINT', () => process.exit(130))
    lines.once('line', (line) => {
      lines.close()
      process.stderr.write('\n')
      resolve(line)
    })
  })
}

/** The same work, whose errors do not say the token, whatever the server has put into them. */
export const hideToken = <Result>(token: string, work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    if (!(error instanceof Error)) throw error
    const mask = createMasker([token])
    error.message = mask(error.message)
    if (error.stack !== undefined) error.stack = mask(error.stack)
    throw error
  })
