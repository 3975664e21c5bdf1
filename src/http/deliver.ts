import type { ServerResponse } from 'node:http'
import type { Delivery, ApiResponse } from '../pipeline/response.ts'

const SLICE_MS = 50

/** Sends an answer as a fault asks: late, slowly, in part, or not at all. Ends when the caller leaves. */
export function deliver(res: ServerResponse, response: ApiResponse, delivery: Delivery): void {
  const { delay, ending, bytesPerSecond } = delivery
  const { status, headers, body, isHead } = response
  const bytes = isHead ? body.subarray(0, 0) : body
  wait(res, delay, () => {
    if (ending === 'reset') return res.socket?.resetAndDestroy()
    if (ending === 'empty') return res.socket?.end()
    res.writeHead(status, headers)
    if (ending === 'truncated') return sendHalf(res, bytes)
    if (bytesPerSecond === null) return res.end(bytes)
    drip(res, bytes, Math.max(1, Math.round((bytesPerSecond * SLICE_MS) / 1000)))
  })
}

function wait(res: ServerResponse, milliseconds: number, act: () => void): void {
  if (milliseconds <= 0) return act()
  const timer = setTimeout(act, milliseconds)
  res.once('close', () => clearTimeout(timer))
}

/** Half of it goes out; then the line is dead. */
function sendHalf(res: ServerResponse, body: Uint8Array): void {
  res.write(body.subarray(0, body.length >> 1), () => res.socket?.destroy())
}

function drip(res: ServerResponse, body: Uint8Array, size: number, from = 0): void {
  const next = from + size
  if (next >= body.length) return void res.end(body.subarray(from))
  res.write(body.subarray(from, next))
  wait(res, SLICE_MS, () => drip(res, body, size, next))
}
