import { makeDemo } from './scenarios/demo.ts'
import { drawFixture } from './drawFixture.ts'
import { makeEdgeFixture } from './scenarios/edgeRows.ts'
import { formatJson } from './formatJson.ts'
import { AS_OF } from './scenarios/market.ts'
import { makeLonelyPersonas } from './rows/personas.ts'
import { scenarios } from './scenarios/scenarios.ts'
import type { ScenarioName } from './scenarioNames.ts'
import type { DrawnName } from './scenarios/scenarios.ts'
import { UsageError } from '../errors.ts'
import type { Fixture } from './rows/tables.ts'

/** What somebody wants a fixture of; numbers that are left out are the scenario's. */
export interface GenerateOptions {
  readonly scenario: ScenarioName
  readonly seed: number
  readonly plans?: number
  readonly offerings?: number
}

/** The fixture as text, in slices. The same wish gives the same text on every machine. */
export function* generate(wanted: GenerateOptions): Generator<Slice> {
  const { scenario } = wanted
  if (scenario === 'demo' || scenario === 'empty') return yield generateFixed(wanted)
  const market = makeMarket(wanted, scenario === 'edge' ? 'lab' : scenario)
  yield* sliceFixture(scenario === 'edge' ? makeEdgeFixture(market) : drawFixture(market))
}

/** What is always the same can't be wished larger. */
function generateFixed({ scenario, plans, offerings }: GenerateOptions): Slice {
  if (plans === undefined && offerings === undefined)
    return formatWhole(
      scenario === 'demo' ? makeDemo() : { as_of: AS_OF, users: makeLonelyPersonas() },
    )
  throw new UsageError(
    `The scenario ${scenario} is always the same. Leave out --plans and --offerings, or choose another: --scenario hpc.`,
  )
}

/** A part of the text, and how many rows there are so far. */
export interface Slice {
  readonly text: string
  readonly rows: number
}

/** About how many rows a wish comes to: for whoever shows how far it is. */
export function countExpectedRows(wanted: GenerateOptions): number {
  if (wanted.scenario === 'demo' || wanted.scenario === 'empty') return 1
  const { plans, offerings } = makeMarket(
    wanted,
    wanted.scenario === 'edge' ? 'lab' : wanted.scenario,
  )
  return Math.ceil(plans * ROWS_A_PLAN + offerings * ROWS_AN_OFFERING)
}

/** A plan and what is bought of it; an offering and its media, calendar and provider. */
const ROWS_A_PLAN = 1.9
const ROWS_AN_OFFERING = 5

const makeMarket = ({ seed, plans, offerings }: GenerateOptions, name: DrawnName) => ({
  seed,
  scenario: scenarios[name],
  plans: plans ?? scenarios[name].plans,
  offerings: offerings ?? scenarios[name].offerings,
})

/** Small ones are laid out to be read and edited. */
const formatWhole = (fixture: Fixture): Slice => ({
  text: formatJson({ $schema: './schema.json', ...fixture }),
  rows: 0,
})

const ROWS_A_SLICE = 500

/** One row a line: fit to be compared line by line, and written without ever being whole. */
export function* sliceFixture(fixture: Fixture): Generator<Slice> {
  let rows = 0
  let text = '{\n"$schema": "./schema.json"'
  for (const [name, value] of Object.entries(fixture)) {
    if (value === undefined) continue
    text += `,\n${JSON.stringify(name)}: `
    if (typeof value === 'string') {
      text += JSON.stringify(value)
      continue
    }
    let separator = '[\n'
    for (const row of value) {
      text += separator + JSON.stringify(row)
      separator = ',\n'
      if (++rows % ROWS_A_SLICE !== 0) continue
      yield { text, rows }
      text = ''
    }
    text += separator === '[\n' ? '[]' : '\n]'
  }
  yield { text: `${text}\n}\n`, rows }
}
