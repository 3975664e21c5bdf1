export { mockRouter } from './serve.ts'
export type { ServeSettings } from './serve.ts'
