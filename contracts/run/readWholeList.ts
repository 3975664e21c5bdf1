import type { Exchange, Request } from '../harness/transport/exchange.ts'
import type { Transport } from '../harness/transport/transport.ts'
import { VerifyError } from '../harness/verifyError.ts'

export type Row = Readonly<Record<string, unknown>>

export const askServer = (
  transport: Transport,
  request: Omit<Request, 'role'>,
): Promise<Exchange> => transport.exchange({ ...request, role: chooseRole(transport) })

const chooseRole = ({ tokens }: Pick<Transport, 'tokens'>): Request['role'] =>
  tokens.staff === undefined ? 'owner' : 'staff'

/** Every row of a list; a part of it would prove nothing. */
export async function readWholeList(transport: Transport, path: string): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; page <= 100; page++) {
    const { response } = await askServer(transport, {
      method: 'GET',
      path: `${path}?page_size=300&page=${page}`,
    })
    if (response.status !== 200 || !Array.isArray(response.json)) {
      throw new VerifyError(
        `GET ${path} answered ${response.status}, not a list: what the run may not change can't be read. Try --read-only.`,
      )
    }
    rows.push(...(response.json as Row[]))
    if (!/rel="next"/.test(response.headers['link'] ?? '')) return rows
  }
  return rows
}
