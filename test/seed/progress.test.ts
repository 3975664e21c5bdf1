import { describe, expect, it } from 'vitest'
import { createProgress } from '../../src/seed/progress.ts'

/** A stream that keeps what is written to it, and a clock that is set. */
function watchProgress(isTTY: boolean) {
  const written: string[] = []
  let time = 0
  const stream = { isTTY, write: (text: string) => written.push(text) }
  const progress = createProgress(stream as unknown as NodeJS.WriteStream, () => time)
  const at = (milliseconds: number, done: number) => {
    time = milliseconds
    progress.at(done, 200, 'plans')
  }
  return { at, end: progress.end, written }
}

describe('Progress', () => {
  it('is said of work over a second, with the time that is left, and wiped away at the end', () => {
    const { at, end, written } = watchProgress(true)
    at(500, 10)
    at(2000, 50)
    at(2010, 51)
    end()
    expect(written).toHaveLength(2)
    expect(written[0]).toMatch(/█{6}░{18} 25 % {2}50 of 200 plans, 6 s left$/)
    expect(written[1]).toBe('\r\u001B[K')
  })

  it('is not said of what takes less, nor to a pipe', () => {
    const [quick, piped] = [watchProgress(true), watchProgress(false)]
    quick.at(900, 199)
    piped.at(5000, 50)
    for (const { end, written } of [quick, piped]) {
      end()
      expect(written).toEqual([])
    }
  })
})
