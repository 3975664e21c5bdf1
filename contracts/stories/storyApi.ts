import { Api } from '../harness/api.ts'
import type { Row } from '../harness/readBookings.ts'
import type { Role } from '../harness/settings.ts'
import type { Exchange } from '../harness/transport/exchange.ts'
import { normalizeRow, renderModel } from './planModel.ts'
import type { PlanModel, StoryOffering } from './planModel.ts'
import { describeAnswer } from '../harness/findings/describeAnswer.ts'

/** A plan of a story: where it is, and what the rules make of it; null once it is deleted. */
export interface StoryPlan {
  readonly uuid: string
  readonly path: string
  model: PlanModel | null
}

/** Where a story is played: it remembers what was sent, and the plans that were made. */
export class StoryApi extends Api {
  readonly exchanges: Exchange[] = []
  readonly plans: StoryPlan[] = []
  readonly facts: StoryOffering
  readonly #roles: readonly Role[]

  constructor(contract: string, facts: StoryOffering, roles: readonly Role[]) {
    super(contract)
    this.facts = facts
    this.#roles = roles
  }

  override async send(request: Parameters<Api['send']>[0]): Promise<Exchange> {
    const exchange = await super.send(request)
    this.exchanges.push(exchange)
    return exchange
  }

  /** One of those who may do everything, deleting aside. */
  chooseRole(by: number): Role {
    return this.#roles[by % this.#roles.length] ?? this.role
  }

  /** Demands that a row shows a plan as the model has it; fields that it leaves out are not missed. */
  demandSame(row: Row, { model }: StoryPlan, where: string): void {
    if (model === null) return
    const wanted = renderModel(this.facts, model)
    const seen = normalizeRow(row)
    for (const name of Object.keys(wanted))
      if (name in seen) this.demandEqual(seen[name], wanted[name], `${name} ${where}`)
  }

  demandAccepted({ request, response }: Exchange): void {
    const isAccepted = response.status >= 200 && response.status < 300
    const what = `success of ${request.method} ${request.path.split('/').at(-2)}`
    this.demand(isAccepted, what, () => describeAnswer(response), { request, response })
  }
}
