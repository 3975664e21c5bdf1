// The one file that Vitest runs.
import { holdContract } from '../harness/contract.ts'
import { sortedContracts } from './contracts.ts'

for (const contract of sortedContracts) holdContract(contract)
