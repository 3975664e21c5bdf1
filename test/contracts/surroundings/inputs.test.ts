import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDeviations } from '../../../contracts/run/settings/readDeviations.ts'
import { readSettings } from '../../../contracts/run/settings/readSettings.ts'
import { cleanToken } from '../../../src/remote/token.ts'

it.each([
  '  abc123 ',
  'abc123\n',
  '"abc123"',
  "'abc123'",
  'Token abc123',
  'token  abc123',
  '"Token abc123"',
  'Authorization: Token abc123',
])('the token in %j is abc123', (text) => {
  expect(cleanToken(text)).toBe('abc123')
})

it.each(['', '  ', 'two words', 'ünï'])('there is no token in %j', (text) => {
  expect(cleanToken(text)).toBe(null)
})

function writeFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'deviations-')), 'known.yaml')
  writeFileSync(file, text)
  return file
}

describe('a file of deviations is read', () => {
  const ENTRY = '{ id: one, contract: prices.exact, operation: "*", reason: because }'

  it.each([
    ['with a byte order mark', `\uFEFF- ${ENTRY}\n`, ['one']],
    ['with what is merged', `- &base ${ENTRY}\n- { <<: *base, id: two }\n`, ['one', 'two']],
    ['with nothing but comments', '# none yet\n', []],
    ['empty', '', []],
  ])('%s', (_name, text, ids) => {
    expect(readDeviations(writeFile(text)).map(({ id }) => id)).toEqual(ids)
  })
})

describe('what is held of another host', () => {
  const USUAL = { timeout: 30, answerLimit: 32, retries: 3, dir: '.waldur-verify' }
  const read = (url: string, options: object = {}) =>
    readSettings(url, { ...USUAL, ...options }, {})

  it('is little, four contracts at once; of this machine everything, two at once', () => {
    expect(read('https://staging.example')).toMatchObject({ quick: true, budget: 500, workers: 4 })
    expect(read('http://127.0.0.1:8000')).toMatchObject({ quick: false, budget: null, workers: 2 })
    expect(read('http://127.0.0.1:8000', { failFast: true }).workers).toBe(1)
  })

  it('is everything, or what was asked for, when somebody says so', () => {
    expect(read('https://staging.example', { full: true }).quick).toBe(false)
    expect(read('https://staging.example', { only: ['prices'] }).quick).toBe(false)
    expect(read('http://127.0.0.1:8000', { quick: true, budget: 90 })).toMatchObject({
      quick: true,
      budget: 90,
    })
    expect(() => read('https://staging.example', { full: true, quick: true })).toThrow(/contradict/)
  })
})
