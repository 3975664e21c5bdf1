// What is the same in browsers and in Node.
export { createMock } from './createMock.ts'
export { loadRelease } from '../document/releases/loadRelease.ts'
export { FixtureError, parseFixture } from '../fixture/fixture.ts'
export type * from './types.ts'
