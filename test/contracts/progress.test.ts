import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Progress } from '../../contracts/report/progress.ts'
import type { ContractResult } from '../../contracts/report/report.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const createKept = (id: string) => ({ id, outcome: 'kept' }) as ContractResult

/** The progress of a run of 100 contracts, and what it has written. */
function watch(isTTY: boolean) {
  const [written, said] = [[] as string[], [] as string[]]
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) }
  const progress = new Progress(stream as unknown as NodeJS.WriteStream, (line) => said.push(line))
  progress.begin('100 contracts', 200)
  progress.expect(100)
  return { progress, written, said }
}

describe('Progress of verify', () => {
  it('is a line every ten seconds where output is piped, with the time that is left', () => {
    const { progress, written, said } = watch(false)

    vi.advanceTimersByTime(9_999)
    expect(written).toEqual([])
    progress.show(createKept('lists.count.plans'), 1)
    vi.advanceTimersByTime(10_001)

    expect(said).toEqual(['100 contracts'])
    expect(written).toHaveLength(2)
    expect(written[1]).toMatch(/^1\/100, about \d+ s left\n$/)
    progress.end()
    vi.advanceTimersByTime(60_000)
    expect(written).toHaveLength(2)
  })

  it('is one line that is written over in a terminal, no wider than that, and wiped away', () => {
    const { progress, written } = watch(true)

    progress.show(createKept(`bounds.${'long'.repeat(30)}`), 50)
    vi.advanceTimersByTime(60_000)
    progress.end()

    expect(written).toHaveLength(2)
    const [line = '', end] = written.map((text) => text.replace('\r\u001B[2K', ''))
    expect(line).toMatch(/^50\/100.* bounds\.(?:long)+/)
    expect(line).toHaveLength(59)
    expect(end).toBe('')
  })
})
