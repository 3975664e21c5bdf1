import { VerifyError } from '../../harness/verifyError.ts'

/** Where the server is, and how a gateway before it is asked, if the address holds a user and a password. */
interface Address {
  readonly base: URL
  readonly authorization: string | null
}

export function readBaseUrl(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new VerifyError(
      `"${text.replace(/\/\/[^/@]*@/, '//…@')}" is no address of a server. Give one like https://staging.example.`,
    )
  }
  const authorization = formatBasic(url)
  url.username = ''
  url.password = ''
  url.pathname = url.pathname.replace(/\/(api\/?)?$/, '')
  url.search = ''
  url.hash = ''
  return { base: url, authorization }
}

function formatBasic({ username, password }: URL): string | null {
  if (username === '' && password === '') return null
  const credentials = [username, password].map((part) => decodeURIComponent(part)).join(':')
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}

export const isLoopback = ({ hostname }: URL): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
