/** A sample as it is printed, and the request that it makes; only the base URL is replaced before it is sent. */
export interface Sample {
  readonly client: 'HTTPie' | 'Python' | 'TypeScript'
  readonly id: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>> | null
  /** As it is printed. */
  readonly text: string
}

export const BASE = 'https://api.example.com'

const SECTION =
  /^http \\\n(?<httpie>(?:.*\\\n)*.*)\n[\s\S]*?^from waldur_api_client\.client import AuthenticatedClient\n(?<python>[\s\S]*?)^ {2}1\. [\s\S]*?^import \{ (?<call>\w+) \} from 'waldur-js-client';\n(?<typescript>[\s\S]*?)^ {2}console\.log/gm

/** The samples of a page from top to bottom: three for each operation, in HTTPie, Python and TypeScript. */
export function samplesOf(page: string): Sample[] {
  return [...page.matchAll(SECTION)].flatMap(({ groups = {} }) => {
    const { httpie = '', python = '', call = '', typescript = '' } = groups
    const id = call.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const asked = httpieSample(id, httpie)
    return [asked, pythonSample(asked, python), typescriptSample(asked, typescript)]
  })
}

function httpieSample(id: string, command: string): Sample {
  const words = command.replaceAll('\\\n', ' ').match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []
  const [method = '', url = '', ...items] = words.map((word) => word.replace(/["']/g, ''))
  const parsed = items.map((item) => /^([\w-]+)(:=|=|:)(.*)$/s.exec(item) ?? [])
  const of = (sign: string) => parsed.filter(([, , one]) => one === sign)
  const texts = of('=').map(([, name = '', , value]) => [name, value])
  const values = of(':=').map(([, name = '', , value = '']) => [name, JSON.parse(value)])
  const fields = [...texts, ...values]
  const body = fields.length === 0 ? null : (Object.fromEntries(fields) as Record<string, unknown>)
  return {
    client: 'HTTPie',
    id,
    method,
    url,
    headers: {
      Accept: body ? 'application/json, */*;q=0.5' : '*/*',
      ...(body && { 'Content-Type': 'application/json' }),
      ...Object.fromEntries(of(':').map(([, name = '', , value = '']) => [name, value])),
    },
    body,
    text: `http \\\n${command}`,
  }
}

/** `operation.sync(uuid="…", client=client, body=Model(name="…"))`: a model without arguments is sent as `{}`. */
function pythonSample({ method, url, id }: Sample, code: string): Sample {
  const [, called] = /= (\w+)\.sync\(/.exec(code) ?? []
  const [, base = '', token] = /base_url="([^"]*)", token="([^"]*)"/.exec(code) ?? []
  const [, uuid] = /\buuid="([^"]*)"/.exec(code) ?? []
  const [, named] = /^body_data = \w+\(([^)]*)\)/m.exec(code) ?? []
  const fields = [...(named ?? '').matchAll(/(\w+)=("[^"]*"|\{\})/g)]
  const body = Object.fromEntries(
    fields.map(([, name = '', value = '']) => [name, JSON.parse(value)]),
  ) as Record<string, unknown>
  return {
    client: 'Python',
    id: called ?? `no call of ${id}`,
    method,
    url: withUuid(url, uuid).replace(BASE, base),
    headers: {
      Accept: '*/*',
      'Accept-Encoding': 'gzip, deflate',
      ...(named !== undefined && { 'Content-Type': 'application/json' }),
      Authorization: `Token ${token}`,
    },
    body: named === undefined ? null : body,
    text: `from waldur_api_client.client import AuthenticatedClient\n${code}`,
  }
}

/** `operation({ auth: "Token …", path: {…}, body: {…} })`: what stands there is JSON, but for two names. */
function typescriptSample({ method, url, id }: Sample, code: string): Sample {
  const [, , argument = '{}'] = /await (\w+)\((\{[\s\S]*\})\);/.exec(code) ?? []
  const { auth, path, body } = JSON.parse(argument.replaceAll(/^ {2}(\w+):/gm, '"$1":')) as Printed
  return {
    client: 'TypeScript',
    id,
    method,
    url: withUuid(url, path?.uuid),
    headers: {
      Accept: '*/*',
      ...(body && { 'Content-Type': 'application/json' }),
      Authorization: auth,
    },
    body: body ?? null,
    text: code,
  }
}

interface Printed {
  readonly auth: string
  readonly path?: { readonly uuid: string }
  readonly body?: Readonly<Record<string, unknown>>
}

/** The address of the operation with the uuid that this sample names; none stays where none is named. */
const withUuid = (url: string, uuid: string | undefined): string =>
  url.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, uuid ?? 'no-uuid')
