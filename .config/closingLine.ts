import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one plain line, which any CI can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    )
    const count = (state: string) => states.filter((one) => one === state).length
    const broken = modules.filter((module) => module.errors().length > 0).length
    const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
    process.on('exit', () => {
      if (process.env['CI'] !== 'true') console.log(PARTLY)
      console.log(`${count('passed')} passed, ${count('failed') + broken} failed${skipped}`)
    })
  }
}

const PARTLY =
  'What takes long was left out, and what is drawn was tried a tenth as often as in CI: CI=true npm test does all of it.'
