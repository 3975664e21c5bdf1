import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import { cleanToken } from '../../../src/remote/token.ts'
import type { Role, Settings } from '../settings.ts'
import { VerifyError } from '../verifyError.ts'

/** Seconds that the command may take. */
const LONGEST = 60

/** The settings with the token that `--token-command` gives now; the same ones when it is no other. */
export async function renewToken(settings: Settings, role: Role): Promise<Settings> {
  const { tokenCommand, tokens, secrets } = settings
  if (tokenCommand === null) return settings
  const token = await runTokenCommand(tokenCommand)
  const old = tokens[role]
  if (token === old) return settings
  return {
    ...settings,
    tokens: { ...tokens, [role]: token },
    secrets: old === undefined ? secrets : [...secrets, old],
  }
}

/** What the command prints is the token. */
export async function runTokenCommand(command: string): Promise<string> {
  const { stdout } = await promisify(exec)(command, { timeout: LONGEST * 1000 }).catch(
    ({ code }: { code?: unknown }) => {
      throw new VerifyError(
        `The --token-command ended with ${String(code)}. It should print a token and end with 0.`,
      )
    },
  )
  const token = cleanToken(stdout)
  if (token !== null) return token
  throw new VerifyError('The --token-command printed no token. It should print one, and no more.')
}
