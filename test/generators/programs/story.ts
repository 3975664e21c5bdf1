/** What a client has seen of the mock: the same with each generator. */
export interface Story {
  readonly total: number
  readonly hasNext: boolean
  /** As HEAD counts; null where the generator makes no such call. */
  readonly count: number | null
  readonly created: string
  readonly prices: readonly string[]
  readonly bookings: readonly string[]
  readonly refused: unknown
}

const [, , url = '', name = ''] = process.argv
/** Where the mock listens, and the name of the plan to make there. */
export const given = { url, name }
export const TOKEN = 'Token YOUR_API_TOKEN'
export const PRICE = '12.5'
export const isLinked = (link: string | null): boolean => /rel="next"/.test(link ?? '')

export function tell(story: Story): void {
  console.log(JSON.stringify(story))
}

/** The same price for each component, as `update_prices` takes them. */
export const priceAll = (
  components: readonly { readonly type: string }[],
): Record<string, string> => Object.fromEntries(components.map(({ type }) => [type, PRICE]))
