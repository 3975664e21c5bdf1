export { mockRouter } from '../http/router.ts'
export type { ServeSettings } from '../http/router.ts'
export type { ControlSettings } from '../http/controlAccess.ts'
