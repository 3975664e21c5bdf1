import { handle } from './handle.ts'
import { findBehaviour } from './behaviours.ts'
import { deviations } from '../dialect.ts'
import type { Dialect } from '../dialect.ts'
import type { Operation } from '../document/operations.ts'
import { cite } from '../document/sections.ts'
import type { Citation } from '../document/sections.ts'
import type { Rule } from '../domain/rule.ts'
import { tableNames } from '../domain/state.ts'
import type { State } from '../domain/state.ts'
import type { ApiRequest } from './reading/request.ts'
import type { Step, World } from './world.ts'

/** A step that was taken, and the section of waldur-behaviour.md that tells of it. */
export interface ExplainedStep extends Citation {
  readonly step: Step
  readonly rule: string
  readonly outcome: 'passed' | 'refused'
}

export interface Explanation {
  readonly steps: readonly ExplainedStep[]
  /** Rows that were looked up, as `plans/<uuid>`. */
  readonly read: readonly string[]
  /** Disagreements of pages and server that had a part in the answer. */
  readonly dialect: readonly {
    readonly entry: string
    readonly row: number
    readonly topic: string
    readonly value: unknown
  }[]
}

const STEPS: Readonly<Record<Step, readonly [rule: string, section: string]>> = {
  otherwise: ['The path is outside the contract: a link of the mock, or no route at all.', '§1.1'],
  accept: ['The client takes JSON.', '§1.2'],
  token: ['The token is known, its user active, and it has not expired.', '§1.3'],
  method: ['The path has this method.', '§1.2'],
  enter: ['The caller may use this operation at all.', '§2.1'],
  find: ['The object exists, and the caller may see it.', '§2.1'],
  may: ['The caller may do this to the object.', '§2.1'],
  guard: ['The state of the object allows it.', '§2'],
  body: ['The body can be read, and each field of it is valid.', '§1.4'],
  act: ['What is asked for is done, filters and rules of the operation included.', '§2'],
}

/** Answers a request once more, and notes on the way what was asked, looked up and decided. */
export function explain(world: World, request: ApiRequest): Explanation {
  const steps: (readonly [Step, Rule | undefined])[] = []
  const entries = new Set<string>()
  const read = new Set<string>()
  const { operation, response } = handle(
    {
      ...world,
      as: watchDialect(world.as, entries),
      state: watchState(world.state, read),
      trace: (step, rule) => steps.push([step, rule]),
    },
    request,
  )
  const isRefused = response.status >= 400
  return {
    steps: steps.map(([step, rule], index) => {
      const isLast = index === steps.length - 1
      return {
        ...explainStep([step, rule], operation, world),
        outcome: isLast && isRefused ? 'refused' : 'passed',
      }
    }),
    read: [...read],
    dialect: [...entries].filter(isEntry).map((entry) => {
      const { row, topic } = deviations[entry]
      return { entry, row, topic, value: deviations[entry][world.as.name] }
    }),
  }
}

const isEntry = (name: string): name is keyof typeof deviations => Object.hasOwn(deviations, name)

function explainStep(
  [step, rule]: readonly [Step, Rule | undefined],
  operation: Operation | null,
  { behaviours }: World,
) {
  const [meaning, section] = rule ? [rule.meaning, rule.section] : STEPS[step]
  const isOwn = step === 'act' && operation !== null
  return {
    step,
    rule: meaning,
    ...cite(isOwn ? findBehaviour(operation, behaviours).section : section),
  }
}

/** A dialect that notes which of its entries are asked for. */
const watchDialect = (as: Dialect, entries: Set<string>): Dialect =>
  new Proxy(as, {
    get: (target, name) => {
      entries.add(String(name))
      return target[name as keyof Dialect]
    },
  })

/** A state that notes which rows are looked up in it. */
function watchState(state: State, read: Set<string>): State {
  const tables = tableNames.map((name) => {
    const table = state[name]
    const get = (uuid: string) => {
      const row = (table.rows as { get: (uuid: string) => unknown }).get(uuid)
      if (row !== undefined) read.add(`${name}/${uuid}`)
      return row
    }
    return [name, { ...table, rows: Object.create(table.rows, { get: { value: get } }) }] as const
  })
  return { ...state, ...(Object.fromEntries(tables) as object) }
}
