import { cleanToken } from '../../../src/remote/token.ts'
import { nameTokenVariable, roles } from '../../harness/settings.ts'
import type { Role, Settings } from '../../harness/settings.ts'
import { VerifyError } from '../../harness/verifyError.ts'

export type Environment = Readonly<Record<string, string | undefined>>

type TokenOptions = { readonly [option: `token${string}`]: string | undefined }

/** `--token` and WALDUR_TOKEN are the staff token; other roles have options and variables of their own. */
export function readTokens(options: TokenOptions, env: Environment): Settings['tokens'] {
  const tokens: Partial<Record<Role, string>> = {}
  for (const role of roles) {
    const token = options[nameTokenOption(role)] ?? env[nameTokenVariable(role)]
    if (token?.trim()) tokens[role] = demandToken(token, role)
  }
  const staff = options['token'] ?? tokens.staff ?? env['WALDUR_TOKEN']
  return staff?.trim() ? { ...tokens, staff: demandToken(staff, 'staff') } : tokens
}

/** As commander names the value of `--token-second-owner`. */
const nameTokenOption = (role: Role): `token${string}` =>
  `token${role.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`

function demandToken(text: string, role: Role): string {
  const token = cleanToken(text)
  if (token !== null) return token
  throw new VerifyError(
    `The token of the ${role} has blanks or accents inside. Copy it again from the profile there.`,
  )
}

export function readHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([\w-]+)\s*:(.*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) {
        throw new VerifyError(`--header "${line}" is no header. Write it as "Name: value".`)
      }
      return [/^authorization$/i.test(name) ? 'Authorization' : name, value.trim()]
    }),
  )
}
