export { verify } from '../../contracts/run/verify.ts'
export type { VerifyOptions } from '../../contracts/run/verify.ts'
export type { ContractResult, DeviationResult, RunReport } from '../../contracts/report/report.ts'
export type { Finding } from '../../contracts/harness/findings/finding.ts'
