import { describe, expect, it } from 'vitest'
import { createMasker } from '../../src/remote/secrets.ts'

const TOKEN = '8f14e45fceea167a5a36dedd4bea2543'
const PASSWORD = 'Tr0ub4dor&3/+x'
const BASIC = Buffer.from(`robot:${PASSWORD}`).toString('base64')
const COOKIE = 'q7Zr2LmN0pX'
const HEADERS = {
  'Proxy-Authorization': `Basic ${BASIC}`,
  Cookie: `lang=en; session=${COOKIE}; pin=4711`,
  'X-Api-Key': 'a1-b2-c3',
  'X-Stage': 'test',
}
const mask = createMasker([TOKEN], HEADERS)

const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

const encodeEach = (text: string): string[] => [
  text,
  text.toUpperCase(),
  encodeURIComponent(text),
  percent(text),
  percent(text).toUpperCase(),
  encodeURIComponent(percent(text)),
  encodeURIComponent(encodeURIComponent(percent(text))),
  Buffer.from(text).toString('hex'),
  Buffer.from(`Token ${text}`).toString('hex').toUpperCase(),
  JSON.stringify(text).slice(1, -1),
  [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  [...text].map((sign) => `&#${sign.charCodeAt(0)};`).join(''),
  ...['', 'x', 'xy', 'Token '].map((before) => Buffer.from(`${before}${text}z`).toString('base64')),
  Buffer.from(text).toString('base64'),
  Buffer.from(text).toString('base64url'),
]

describe('A secret of the caller', () => {
  it.each([
    ['a token', TOKEN],
    ['the word after Basic', BASIC],
    ['the password in it', PASSWORD],
    ['one cookie', COOKIE],
  ])('is masked, however it is spelt: %s', (_name, secret) => {
    for (const text of encodeEach(secret)) {
      const said = mask(`before ${text} after`)
      expect(said, text).toContain('…')
      expect(said, text).toMatch(/^before .* after$/)
      const left = said.replace(/^before | after$|…/g, '')
      expect(left.length, `${text} → ${said}`).toBeLessThan(14)
    }
  })

  it('is masked where it is short, if it stands alone', () => {
    expect(mask('the pin 4711, 14711, 4711x')).toBe('the pin …, 14711, 4711x')
    expect(mask('key a1-b2-c3!')).toBe('key …!')
  })

  it('is masked where a text was cut off inside it', () => {
    expect(mask(`Invalid token ${TOKEN.slice(0, 20)}`)).toBe('Invalid token …')
    expect(mask(`Invalid token ${TOKEN.slice(0, 20)}…`)).toBe('Invalid token …')
  })

  it('of one letter does not star out the words of others', () => {
    const text = 'Give a valid token by --token, a long one.'
    expect(createMasker(['a'])(text)).toBe(text)
    expect(createMasker(['an', ''], { Cookie: 'a=b' })(text)).toBe(text)
  })

  it('is not what a header says that is none: https://test.example stays', () => {
    expect(mask('https://test.example has no plan en')).toBe('https://test.example has no plan en')
  })

  it('is found in a time that grows with the length of the text alone', () => {
    const took = (text: string) => {
      const before = process.cpuUsage()
      mask(text)
      return process.cpuUsage(before).user / 1000
    }
    for (const part of ['8f14e45fceea167a5a36dedd4bea254', '%38', '&#0', '\\u00', 'Tr0ub4dor%'])
      expect(took(part.repeat(200_000 / part.length)), part).toBeLessThan(
        8 * took(part.repeat(50_000 / part.length)) + 200,
      )
  })
})
