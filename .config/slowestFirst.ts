import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

/** What starts processes and browsers, or draws much; begun first, it does not end alone. */
const SLOW =
  /\/test\/(?:(?:oracle|contracts|store|seed|fuzz|browser)\/|doors\/|package|control\/sandboxes)/

/** Within these, as Vitest does: by how long each took last time, or by the size of the file. */
export default class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isQuick = ({ moduleId }: TestSpecification) => Number(!SLOW.test(moduleId))
    return (await super.sort(files)).sort((a, b) => isQuick(a) - isQuick(b))
  }
}
