/** Express 4 under a name of its own: what the tests use of it is as in 5. */
declare module 'express4' {
  export { default } from 'express'
}
