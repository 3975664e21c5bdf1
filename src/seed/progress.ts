/** Says on a terminal how far long work is; nothing is said when nobody watches, or for a second. */
export interface Progress {
  readonly at: (done: number, of: number, what: string) => void
  readonly end: () => void
}

const SILENT: Progress = { at: () => undefined, end: () => undefined }

const PATIENCE_MS = 1000
const PAUSE_MS = 100
const WIDTH = 24

export function createProgress(stream: NodeJS.WriteStream, now = () => Date.now()): Progress {
  if (!stream.isTTY) return SILENT
  const began = now()
  let shown = 0
  return {
    at: (done, of, what) => {
      const time = now()
      if (time - began < PATIENCE_MS || time - shown < PAUSE_MS) return
      shown = time
      stream.write(`\r\u001B[K${writeLine(done, of, what)}${estimateRest(time - began, done, of)}`)
    },
    end: () => {
      if (shown > 0) stream.write('\r\u001B[K')
    },
  }
}

function writeLine(done: number, of: number, what: string): string {
  const part = of === 0 ? 1 : Math.min(1, done / of)
  const bar = '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░')
  return `${bar} ${Math.round(part * 100)} %  ${done} of ${of} ${what}`
}

function estimateRest(elapsed: number, done: number, of: number): string {
  if (done === 0 || done >= of) return ''
  const seconds = Math.ceil((elapsed / done / 1000) * (of - done))
  return seconds < 90 ? `, ${seconds} s left` : `, ${Math.ceil(seconds / 60)} min left`
}
