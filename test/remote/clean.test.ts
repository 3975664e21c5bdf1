import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText } from '../../src/remote/clean.ts'

/** What the runner of GitHub takes for a command: it strips blanks of any kind, as .NET knows them. */
const isCommand = (text: string): boolean =>
  text.split(/[\n\r\v\f\u0085\u2028\u2029]/).some((line) => line.trim().startsWith('::')) ||
  /##\w*\[/.test(text) ||
  /section_(?:start|end):/.test(text)

const HARMFUL = /[^\P{Cc}\n\t]|[\u2028\u2029\u061C\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u

describe('A text of a server, cleaned', () => {
  it.each([
    ['colour and cursor', '\u001B[31mred\u001B[2J'],
    ['one sign of eight bits that does the same', '\u009B31mred'],
    ['writing that turns round', 'safe\u202Egnp.exe\u2069'],
    ['a command of GitHub', '::error file=a::boo'],
    ['one after blanks', ' \t\u00A0\u3000::set-env name=PATH::x'],
    ['one in another line', 'first\n  ::add-mask::e'],
    ['one after a carriage return', 'first\r::stop-commands::x'],
    ['one after line ends of Unicode', 'a\u2028::error::b\u2029::error::c\u0085::error::d'],
    ['one after signs that can’t be seen', '\u200B::error::x\uFEFF'],
    ['the older form of it, anywhere', 'see ##[error]boo and ##[group]x'],
    ['those of Azure and TeamCity', '##vso[task.setvariable]x ##teamcity[x]'],
    ['more signs than need be', '###[error] ####[group]'],
    ['a section of GitLab', 'section_start:1560896352:x[collapsed=true]\r\u001B[0K'],
    ['the end of one', 'x section_end:1560896352:x\r\u001B[0K'],
    ['half of a sign', 'a\uD800b\uDFFFc'],
  ])('holds no %s', (_name, text) => {
    for (const said of [cleanText(text), cleanLine(text)]) {
      expect(said).not.toMatch(HARMFUL)
      expect(isCommand(said), said).toBe(false)
      expect(Buffer.from(said).toString()).toBe(said)
    }
  })

  it('holds none, whatever is put together of such parts, and cleaning it again changes nothing', () => {
    const parts = [
      '::',
      ':',
      '##',
      '#',
      '[',
      'vso',
      'section_start',
      '\r',
      '\n',
      ' ',
      '\u2028',
      '\u001B',
      'a',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), (words) => {
        const said = cleanText(words.join(''))
        expect(said).not.toMatch(HARMFUL)
        expect(isCommand(said), JSON.stringify(said)).toBe(false)
        expect(cleanText(said)).toBe(said)
      }),
      { seed: 20261126, numRuns: 2000 },
    )
  })

  it.each([
    'Kraków, 北京, عربى, 👩 and ½ €/h',
    'first line\nsecond line\twith a tab',
    'a::b and std::vector, #1, ## title, [x]',
  ])('stays as it is where it does no harm: %s', (text) => expect(cleanText(text)).toBe(text))

  it('is one line of a length where a line is wanted, and a page of HTML is only named', () => {
    expect(cleanLine('a\n\n b\r\nc')).toBe('a b c')
    expect(cleanLine('x'.repeat(400))).toHaveLength(301)
    expect(cleanLine(`${'x'.repeat(299)}😀`)).toMatch(/^x{299}…$/)
    expect(cleanLine(' <!doctype html>\n<html><h1>502</h1></html>')).toBe('(a page of HTML)')
  })

  it('is made in a time that grows with its length alone', () => {
    const took = (text: string) => {
      const before = process.cpuUsage()
      cleanText(text)
      return process.cpuUsage(before).user / 1000
    }
    for (const part of [' ', ':', '#', '##a', '\n ', '##[', 'section_start', '\r'])
      expect(took(part.repeat(200_000)), JSON.stringify(part)).toBeLessThan(
        8 * took(part.repeat(50_000)) + 200,
      )
  })
})
