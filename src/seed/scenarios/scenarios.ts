import { computing } from './computing.ts'
import type { Facility } from './facility.ts'
import { laboratories } from './laboratories.ts'
import { rooms } from './rooms.ts'

/** What a marketplace is made of, when nobody says how large it should be. */
export interface Scenario {
  readonly plans: number
  readonly offerings: number
  readonly facilities: readonly Facility[]
  /** Every so many offerings there is a new provider. */
  readonly offeringsEach: number
  /** Words that providers of this scenario are called by. */
  readonly providers: readonly string[]
}

const COMPUTING = [
  'Compute Hub',
  'Supercomputing Centre',
  'AI Factory',
  'Centre for Scientific Computing',
  'Data Cloud',
]
const SCIENCE = [
  'Imaging Centre',
  'University',
  'Life Science Core',
  'Nano Facility',
  'Observatory',
  'Institute of Technology',
]

export const scenarios = {
  hpc: {
    plans: 75,
    offerings: 15,
    facilities: [...computing, ...rooms.filter(({ key }) => key === 'consultancy')],
    offeringsEach: 4,
    providers: COMPUTING,
  },
  lab: {
    plans: 75,
    offerings: 15,
    facilities: laboratories,
    offeringsEach: 3,
    providers: SCIENCE,
  },
  'multi-provider': {
    plans: 220,
    offerings: 44,
    facilities: [...computing, ...laboratories, ...rooms],
    offeringsEach: 2,
    providers: [...COMPUTING, ...SCIENCE, 'Innovation Campus', 'MediaLab', 'Science Hall'],
  },
  huge: {
    plans: 100_000,
    offerings: 2000,
    facilities: [...computing, ...laboratories, ...rooms],
    offeringsEach: 10,
    providers: [...COMPUTING, ...SCIENCE],
  },
} as const satisfies Readonly<Record<string, Scenario>>

export type DrawnName = keyof typeof scenarios
