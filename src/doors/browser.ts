// What is the same in browsers and in Node.
export { createMock } from './createMock.ts'
export { loadRelease } from '../document/releases/loadRelease.ts'
export { parseFixture } from '../fixture/fixture.ts'
export { FixtureError } from '../fixture/fixtureError.ts'
export type * from './types.ts'
