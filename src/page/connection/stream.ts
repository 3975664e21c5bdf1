import type { ExchangeSummary } from '../../control/summariseExchange.ts'
import { controlHeaders } from './ask.ts'

export interface StreamListener {
  readonly line: (line: ExchangeSummary) => void
  /** The stream is open: what happened before it is to be asked for. */
  readonly open: () => void
  readonly lost: () => void
}

const FIRST_WAIT = 500
const LONGEST_WAIT = 8000

/** Reads the journal as it is written; EventSource can't send headers. Never ends: it connects anew. */
export async function stream(listener: StreamListener): Promise<never> {
  let wait = FIRST_WAIT
  for (;;) {
    const hasBegun = await readOnce(listener).catch(() => false)
    wait = hasBegun ? FIRST_WAIT : Math.min(LONGEST_WAIT, wait * 2)
    listener.lost()
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

async function readOnce(listener: StreamListener): Promise<boolean> {
  const answer = await fetch('/__mock/events', { headers: controlHeaders() })
  if (!answer.ok || !answer.body) return false
  listener.open()
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: '' }))
    if (done) return true
    const parts = (rest + value).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) readEvent(part, listener)
  }
}

function readEvent(event: string, { line }: StreamListener): void {
  const data = /^data: (.*)$/m.exec(event)?.[1]
  if (data !== undefined) line(JSON.parse(data) as ExchangeSummary)
}
