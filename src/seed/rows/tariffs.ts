/** Who a plan is for and how its prices stand to the academic ones, in percent. */
export interface Tariff {
  readonly name: string
  readonly code: string
  readonly percent: readonly [least: number, most: number]
  readonly about: string
  /** The organization group that may buy; none: everybody. */
  readonly group?: 'Universities' | 'Industry partners' | 'Research sector'
  readonly isArchived?: boolean
  readonly isCapped?: boolean
  /** Percent of a rise that is announced for the next month. */
  readonly rise?: readonly [least: number, most: number]
  /** Buyers of large amounts pay less. */
  readonly hasDiscount?: boolean
}

/** The plans of an offering, in this order; then again as editions of later years. */
export const tariffs: readonly Tariff[] = [
  {
    name: 'Academic',
    code: 'ACAD',
    percent: [100, 100],
    about: 'For universities and public institutes',
    group: 'Universities',
  },
  {
    name: 'Industry',
    code: 'IND',
    percent: [240, 320],
    about: 'For companies, with a confidential log',
    isCapped: true,
    rise: [3, 8],
  },
  {
    name: 'Committed',
    code: 'COM',
    percent: [80, 90],
    about: 'At least one month; larger amounts cost less',
    hasDiscount: true,
  },
  {
    name: 'Legacy',
    code: 'OLD',
    percent: [105, 115],
    about: 'No longer sold',
    isArchived: true,
    rise: [5, 10],
  },
  {
    name: 'Startkapital für Ausgründungen (spin-off rate for founders within five years of their début)',
    code: 'SPIN',
    percent: [110, 125],
    about: 'For founders',
    isCapped: true,
  },
  {
    name: 'Public',
    code: 'PUB',
    percent: [150, 180],
    about: 'For everybody who is neither university nor company',
    rise: [-5, -2],
  },
  {
    name: 'Teaching',
    code: 'EDU',
    percent: [40, 60],
    about: 'For classes and their teachers',
    group: 'Universities',
  },
  {
    name: 'Pilot',
    code: 'PIL',
    percent: [0, 0],
    about: 'Free of charge while the service is tested',
    isCapped: true,
  },
  {
    name: 'Evening and weekend',
    code: 'EVE',
    percent: [65, 75],
    about: 'When the day shift has gone home',
  },
  {
    name: 'Partner',
    code: 'PAR',
    percent: [130, 145],
    about: 'For members of the association',
    group: 'Industry partners',
    hasDiscount: true,
  },
]

/** The tariff of a plan, and which edition of it: the first has none. */
export const findTariff = (slot: number): { tariff: Tariff; edition: number } => ({
  tariff: tariffs[slot % tariffs.length] as Tariff,
  edition: Math.floor(slot / tariffs.length),
})
