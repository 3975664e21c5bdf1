import { HOSTILE } from '../values/hostile.ts'
import type { StoryOffering } from './planModel.ts'
import type { Action, Changes, Pair } from './steps.ts'

/** What is done to one of the plans in a row, before anybody looks. */
export interface Chapter {
  /** Counts the plans of the story. */
  readonly plan: number
  readonly actions: readonly Action[]
  /** Who begins, of those who may; the next action is another's. */
  readonly by?: number
  /** Who looks at everything that shows plans afterwards; else the plan alone is looked at. */
  readonly viewer?: number
}

const [FIRST, SECOND] = [0, 1]

/** As hostile as the first plan in other ways, and of the same name. */
const OTHER = {
  name: HOSTILE.name,
  description: `<h6>six</h6><pre>a  b</pre><br>\n&amp;amp; &lt;b&gt; 'x' "y" \\n %20+#?${'\u00e9'.repeat(1930)}`,
  article_code: '0'.repeat(30),
  max_amount: 1,
  unit: 'quarter',
}

/** Each action on two plans under an offering: all that it can set, a part, nothing, and over again. */
export function listChapters(facts: StoryOffering): Chapter[] {
  const { types, setPrices, setQuotas, setDiscounts, setGroups } = createActions(facts)
  const second = [
    setPrices((place) => `${9 - (place % 9)}.5`),
    patch({ max_amount: 2 }),
    setGroups(0),
    setDiscounts((place) => [place + 2, 50]),
  ]
  const one = types.slice(0, 1)
  const late = [
    put({ name: 'Late' }),
    setPrices(() => '1', one),
    setQuotas(1),
    setDiscounts(() => [3, 3], one),
    setGroups(1),
  ]
  return [
    { plan: FIRST, actions: [{ does: 'create', body: HOSTILE }] },
    { plan: SECOND, actions: [{ does: 'create', body: { ...OTHER, unit_price: '0.0000000001' } }] },
    ...listChanges(facts).map((actions) => ({ plan: FIRST, actions })),
    { plan: SECOND, actions: second },
    { plan: FIRST, actions: [ARCHIVE, ARCHIVE], viewer: 0 },
    { plan: FIRST, actions: late },
    // An owner is refused before staff deletes it.
    { plan: FIRST, actions: [{ does: 'delete' }, { does: 'delete' }], by: 1 },
    { plan: SECOND, actions: [setPrices(() => '1', []), CLEAR_GROUPS], viewer: 1 },
  ]
}

/** In each row of actions the last one shows what it leaves alone: all of the others. */
function listChanges(facts: StoryOffering): Action[][] {
  const { types, setPrices, setQuotas, setDiscounts, setGroups } = createActions(facts)
  const [one, last] = [types.slice(0, 1), types.slice(-1)]
  const name = `a\ufeffb\u200dc \\ \\n %20 + #? O'Brien "x"  caf\u00e9 cafe\u0301`
  return [
    [
      setDiscounts((place) => [2_000_000_000 - place, place % 2 ? 100 : 0]),
      setQuotas(2_147_483_647),
      setPrices((place) => `${place + 1}23456789.0123456789`),
      setGroups(0, 1, 2),
    ],
    [put({ name }), patch({ max_amount: null, unit: 'hour' })],
    [setPrices(() => '0.0000000001', last)],
    [setQuotas(7, 1), patch({ name: `O'Brien's \\ "7" 100%41 +1`, article_code: '007' })],
    [setDiscounts(() => null, last), setDiscounts(() => [1, 1], one)],
    [setGroups(1), setPrices((place) => `${place}.05`)],
    [setQuotas(0, 0), setGroups()],
    [setGroups(2, 0), CLEAR_GROUPS, patch({ description: '', article_code: '' })],
    [put({ ...OTHER, unit: 'month', max_amount: 5 }), patch({}), setDiscounts(() => null, [])],
    [setGroups(0, 1), setQuotas(3), setPrices((place) => `${place + 1}.5`)],
  ]
}

const put = (body: Changes): Action => ({ does: 'put', body })
const patch = (body: Changes): Action => ({ does: 'patch', body })
const ARCHIVE: Action = { does: 'archive' }
const CLEAR_GROUPS: Action = { does: 'delete_organization_groups' }

/** The actions whose bodies depend on the offering. */
function createActions({ components, groups }: StoryOffering) {
  const types = components.map(({ type }) => type)
  const fixed = components.filter(({ billing }) => billing === 'fixed').map(({ type }) => type)
  return {
    types,
    setPrices: (value: (place: number) => string, names = types): Action => ({
      does: 'update_prices',
      prices: setEach(names, value),
    }),
    setQuotas: (value: number, most = fixed.length): Action => ({
      does: 'update_quotas',
      quotas: setEach(fixed.slice(0, most), (place) => value - place),
    }),
    setDiscounts: (value: (place: number) => Pair, names = types): Action => ({
      does: 'update_discounts',
      discounts: setEach(names, value),
    }),
    setGroups: (...places: readonly number[]): Action => ({
      does: 'update_organization_groups',
      groups: places.filter((place) => place < groups.length),
    }),
  }
}

const setEach = <Value>(names: readonly string[], value: (place: number) => Value) =>
  Object.fromEntries(names.map((name, place) => [name, value(place)]))
