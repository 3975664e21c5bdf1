import type { Operation } from '../../document/operations.ts'
import type { Context } from '../../domain/context.ts'
import { resolveHyperlink } from '../../domain/links/resolveHyperlink.ts'
import { invalid } from '../../errors.ts'
import type { BodyRules } from '../behaviours.ts'
import { parseBody } from './parseBody.ts'
import type { ApiRequest } from './request.ts'

/** The body as the rules use it: its fields read and checked, its links resolved. */
export function readBody(
  context: Pick<Context, 'state' | 'as' | 'style' | 'isRoute'>,
  request: ApiRequest,
  { operation, rules }: { operation: Operation; rules: BodyRules },
): unknown {
  const sent = { type: request.headers['content-type'] ?? '', bytes: request.body }
  const value = parseBody(sent, operation, context.as)
  const read = operation.readBody?.(
    value,
    {
      link: (field, link) =>
        resolveHyperlink(context, (rules.links ?? LINKS)[field] ?? 'organization group', link),
      isUnbounded: context.as.crashes,
      ignored: rules.ignored?.(context.as) ?? [],
      ...(rules.entryRule && { entryRule: rules.entryRule }),
    },
    '',
  )
  if (read && 'errors' in read) throw invalid(read.errors)
  return read?.value
}

/** Where links in the body of a plan lead. */
const LINKS: NonNullable<BodyRules['links']> = { offering: 'provider offering' }
