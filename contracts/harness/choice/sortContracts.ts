import type { Contract } from '../contract.ts'
import { findCost } from './costs.ts'
import { chooseKind } from '../hold/turns.ts'
import type { Kind } from '../hold/turns.ts'
import { tellsOfAll } from '../settings.ts'
import type { Settings } from '../settings.ts'
import killers from './order.json' with { type: 'json' }

/** Topics from cheap to dear; `others` stands for those not named here. */
const TOPICS = [
  'headers plans prices figures quotas discounts groups archive writes',
  'others',
  'access filters lists roles booking bounds fuzz',
  // Tells what all others have seen.
  'answers document',
].flatMap((topics) => topics.split(' '))

/**
 * What a broken server breaks most likely comes first (`order.json`: what found the mutants), then
 * what is cheap. The calendar is asked for something at the very start, for it takes its time.
 */
export const sortContracts = (contracts: readonly Contract[]): Contract[] =>
  contracts.toSorted((a, b) => rankById(a) - rankById(b) || rankByTopic(a) - rankByTopic(b))

/** Requests of a contract that takes long. */
const LONG = 120

/** In this order; calendars are waited for: they begin before others do beside them. */
const KINDS: readonly Kind[] = [
  'bookings',
  'chosenCalendar',
  'otherCalendars',
  'calendar',
  'read',
  'write',
  'alone',
  'last',
]

/** Contracts that may be held beside each other follow each other, where several are held at once. */
export const groupByKind = (
  contracts: readonly Contract[],
  { workers, write }: Pick<Settings, 'workers' | 'write'>,
): readonly Contract[] => {
  if (workers === 1 || !write) return contracts
  const rank = (one: Contract) => KINDS.indexOf(chooseKind(one))
  // The longest begin first, so that nothing waits for one of them at the end.
  const length = ({ id }: Contract) => (findCost(id) >= LONG ? findCost(id) : 0)
  return contracts.toSorted((a, b) => rank(a) - rank(b) || length(b) - length(a))
}

/** Who has too few requests for all gets what is cheap; calendars are polled for as long as it takes, and what tells of all others comes last as ever. */
export const sortByCost = (contracts: readonly Contract[]): readonly Contract[] => {
  const rank = ({ id }: Contract) => (tellsOfAll(id) ? 2 : Number(id.startsWith('calendar.')))
  return contracts.toSorted((a, b) => rank(a) - rank(b) || findCost(a.id) - findCost(b.id))
}

/** Ids of contracts, or how they begin. */
const EARLY = ['calendar.sync-begins', ...killers, 'calendar.sync-ends', 'calendar.', 'stories.']

function rankById({ id }: Contract): number {
  const place = EARLY.findIndex((start) =>
    start.endsWith('.') ? id.startsWith(start) : id === start,
  )
  return place === -1 ? EARLY.length : place
}

/** How dear a contract's topic is, from cheap to dear. */
function rankByTopic({ id }: Contract): number {
  const [topic = ''] = id.split('.')
  return TOPICS.indexOf(TOPICS.includes(topic) ? topic : 'others')
}
