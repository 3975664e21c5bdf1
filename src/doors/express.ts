export { mockRouter } from '../http/router.ts'
export type { ServeSettings } from '../http/router.ts'
