import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { selfSigned } from '../../http/selfSigned.ts'
import { answerWrongCreate, startTarget } from '../startTarget.ts'
import type { TargetSettings } from '../startTarget.ts'
import { runVerify } from '../startVerify.ts'

const dir = mkdtempSync(join(tmpdir(), 'certificates-'))
const [cert, key, other] = [
  ['cert.pem', selfSigned.cert],
  ['key.pem', selfSigned.key],
  ['words.pem', 'no certificate'],
].map(([name = '', text = '']) => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}) as [string, string, string]

/** It talks to nobody who shows no certificate that it trusts: here its own. */
const startClosed = (settings: TargetSettings = {}) =>
  startTarget({
    ...settings,
    secure: { ...selfSigned, ca: selfSigned.cert, requestCert: true, rejectUnauthorized: true },
  })

const SHOWN = ['--cert', cert, '--key', key, '--ca', cert]
const ONLY = ['--only', 'lists.empty.plans,plans.create-l']

describe('a server that wants a certificate of its callers', () => {
  it('is held to the contract by who shows one, and its own certificate is trusted', async () => {
    const { url, asked } = await startClosed()

    const { code, text } = await runVerify(url, [...SHOWN, ...ONLY])

    expect(code, text).toBe(0)
    expect(asked.length).toBeGreaterThan(5)
  })

  it('is found out like any other', async () => {
    const { url } = await startClosed({ wrap: answerWrongCreate })

    const { code, text } = await runVerify(url, [...SHOWN, ...ONLY])

    expect(code, text).toBe(1)
  })

  it('refuses who shows none, who hears in one line what to give', async () => {
    const { url, asked } = await startClosed()

    const { code, text } = await runVerify(url, ['--ca', cert, ...ONLY])

    expect(text).toMatch(/^\S+ can't be reached \(.*\)\. .*--cert <file> and --key <file>\.\n$/)
    expect(code).toBe(2)
    expect(asked).toEqual([])
  })
})

it('who does not trust a server hears in one line how to', async () => {
  const { url } = await startTarget({ secure: selfSigned })

  const { code, text } = await runVerify(url, ONLY)

  expect(text).toMatch(/^\S+ can't be reached \(.*\)\. Trust .* --ca <file>, .* --insecure\.\n$/)
  expect(code).toBe(2)
})

it.each([
  [['--cert', cert], /^--cert and --key belong together\. Give both\.\n$/],
  [['--cert', other, '--key', key], /^--cert \S+ is no PEM file\. It should begin with .*\n$/],
  [['--ca', join(dir, 'none.pem')], /^--ca \S+ can't be read \(ENOENT\)\. Give a PEM file\.\n$/],
])('of %j it is said in one line what is wrong', async (args, line) => {
  const { code, text } = await runVerify('https://127.0.0.1:9', args)

  expect(text).toMatch(line)
  expect(code).toBe(2)
})
