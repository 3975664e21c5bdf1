import { expect, it } from 'vitest'
import { listFindings } from '../../contracts/report/report.ts'
import { answerWrongCreate, startTarget } from './startTarget.ts'
import { readReport, runVerify } from './startVerify.ts'

/** Two faults of a create: one against a demand, one against openapi.yaml, seen by the way. */
async function runBroken() {
  let isMended = false
  const { url } = await startTarget({
    wrap: (inner) => (call) => (isMended ? inner.answer(call) : answerWrongCreate(inner)(call)),
  })
  const only = ['--only', 'plans.create-l,document.marketplace_plans_create']
  const { dir, text } = await runVerify(url, only)
  const findings = listFindings(readReport(dir))
  const idOf = (contract: string) => findings.find((one) => one.contract === contract)?.id ?? ''
  const replay = (id: string, ...more: string[]) =>
    runVerify(url, ['--replay', id, ...more], { dir })
  const mend = () => {
    isMended = true
  }
  return { url, text, idOf, replay, mend }
}

it('verify --replay shows a finding again until it is mended, or says why it can not', async () => {
  const { url, text, idOf, replay, mend } = await runBroken()
  const demand = idOf('plans.create-location')
  // The contract on the document only reads: what broke it was sent by another one.
  const shape = idOf('document.marketplace_plans_create')
  expect(text).toContain(`again: waldur-mock verify ${url} --replay ${demand}\n`)

  const [again, shapeAgain] = await Promise.all([replay(demand), replay(shape)])
  expect(again.text).toContain('✗ plans.create-location: ')
  expect(again.code).toBe(1)
  expect(shapeAgain.text).toContain(`--replay ${shape}\n`)
  expect(shapeAgain.code).toBe(1)

  const [unknown, unwritten] = await Promise.all([
    replay('0123456789'),
    replay(demand, '--read-only'),
  ])
  expect(unknown.text).toMatch(/^\S+ has no finding 0123456789\. Run verify first, .*\n$/)
  expect(unknown.code).toBe(2)
  expect(unwritten.errors).toMatch(
    /^plans\.create-location could not be held again: it writes, .*\n$/,
  )
  expect(unwritten.code).toBe(2)

  mend()
  const mended = await replay(shape)
  expect(mended.text).toMatch(/^3 kept, 0 broken/m)
  expect(mended.code).toBe(0)
})
