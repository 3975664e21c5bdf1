import { strip } from '../../python.ts'
import { notAcceptable, notFoundDetail } from '../../errors.ts'

/** Only JSON is offered: `?format=` and the suffix are judged before the Accept header (§1.1, §1.4). */
export function negotiateType(accept: string | undefined, format: string): void {
  if (format !== '' && format !== 'json') throw notFoundDetail('Not found.')
  if (accept === undefined || accept === '*/*') return
  const ranges = accept.split(',').map((range) => strip(range.split(';')[0] ?? ''))
  if (!ranges.some((range) => JSON_RANGES.has(range.toLowerCase()))) throw notAcceptable()
}

const JSON_RANGES = new Set(['*/*', 'application/*', 'application/json', '*/json'])
