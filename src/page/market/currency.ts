import { api } from '../connection/ask.ts'

/** What prices are in, as the site says it; nothing until that is known. */
const known: { name: string; isAsked: boolean } = { name: '', isAsked: false }

export const currency = (): string => known.name

/** Asked once, and of the mock itself: whoever acts, it is the same. */
export async function learnCurrency(): Promise<void> {
  if (known.isAsked) return
  known.isAsked = true
  const { status, json } = await api('GET', '/api/configuration/')
  const settings = json as { WALDUR_CORE?: { CURRENCY_NAME?: unknown } } | null | undefined
  if (status === 200) known.name = String(settings?.WALDUR_CORE?.CURRENCY_NAME ?? '').slice(0, 8)
  else known.isAsked = false
}
