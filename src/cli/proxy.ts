import { Command, Option } from 'commander'
import { chooseRelease } from './chooseRelease.ts'
import { withAddress } from './commandLine.ts'
import { dialectNames, dialectOf } from '../dialect.ts'
import type { DialectName } from '../dialect.ts'
import { UsageError } from '../errors.ts'

interface ProxyOptions {
  readonly port: number
  readonly host: string
  readonly as: DialectName
  readonly release?: string
  readonly errors?: boolean
  readonly insecure?: boolean
  readonly record?: string
}

/** `proxy`: passes calls on to a server, and holds both directions to the document. */
export const makeProxyCommand = (): Command =>
  withAddress(
    new Command('proxy')
      .exitOverride()
      .description('Pass calls on to a server, and list what openapi.yaml does not allow.')
      .argument('<url>', 'address of the server, for example https://staging.example'),
  )
    .addOption(
      new Option('--as <dialect>', 'what is known of real servers is no violation, or it is one')
        .choices(dialectNames)
        .default('observed'),
    )
    .option('--release <version>', 'hold to this release of Waldur, 7.8.5 to 8.1.3')
    .option('--errors', 'answer 502 in place of what has a violation')
    .option('--record <file>', 'record all exchanges in the HTTP Archive format, without tokens')
    .option('--insecure', 'accept any certificate of the server')
    .action(runProxy)

async function runProxy(url: string, { release, as, ...options }: ProxyOptions): Promise<void> {
  const target = readTarget(url)
  const { startProxy, PAGE } = await import('../proxy/proxy.ts')
  const api = await (release === undefined ? loadPages() : chooseRelease(release))
  const held = { api, as: dialectOf(as, api.release) }
  const report = (line: string) => console.error(line)
  const proxy = await startProxy({ ...options, ...held, target, report }).catch(explainStart)
  console.log(`Passing calls on to ${target} on ${proxy.url}\nViolations: ${proxy.url}${PAGE}`)
  const end = () => {
    const { exchanges, violations } = proxy.log.summarize()
    console.log(`${exchanges} exchanges, ${violations} violations`)
    process.exitCode = violations > 0 ? 1 : 0
    void proxy.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end)
}

const loadPages = async () => (await import('../document/api.ts')).pages

function readTarget(text: string): string {
  const isAddress = /^https?:\/\//i.test(text) && URL.canParse(text)
  if (isAddress) return text.replace(/\/$/, '')
  throw new UsageError(
    `"${text}" is no address of a server. Give one such as https://staging.example.`,
  )
}

function explainStart(error: unknown): never {
  const { code, message } = error as { code?: string; message: string }
  if (code === 'EADDRINUSE') throw new UsageError('The port is in use. Give another with --port.')
  if (code !== undefined)
    throw new UsageError(
      `The proxy can't start: ${message}. Name another address with --host, or another file with --record.`,
    )
  throw error
}
