// The table: what was measured, the figure, what is demanded of it, and whether it is kept.
import { cpus } from 'node:os'

export const atLeast = (bound) => ({ text: `at least ${bound}`, holds: (value) => value >= bound })
export const atMost = (bound, name = bound) => ({
  text: `at most ${name}`,
  holds: (value) => value <= bound,
})

/** A figure without a demand only informs; `rounds`: what each round said, `rates`: answers a second. */
export const row = (what, value, unit, { demand, note = '', ratios, rates } = {}) => ({
  what,
  value,
  unit,
  demand,
  note,
  ...(ratios && { rounds: ratios }),
  ...(rates && { rates }),
})

export const machine = () =>
  `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${process.platform} ${process.arch}, Node ${process.version}`

export const misses = (rows) => rows.filter(({ demand, value }) => demand && !demand.holds(value))

export function table(rows) {
  const cells = [
    ['', 'measured', 'min to max', 'demanded', '', ''],
    ...rows.map(({ what, value, unit, demand, note, rounds }) => [
      what,
      `${digits(value)}${unit}`,
      rounds ? `${digits(Math.min(...rounds))} to ${digits(Math.max(...rounds))}` : '',
      demand ? `${demand.text}${unit}` : '',
      demand ? (demand.holds(value) ? 'PASS' : 'MISS') : '',
      note,
    ]),
  ]
  const widths = cells[0].map((_, column) => Math.max(...cells.map((line) => line[column].length)))
  return cells
    .map((line) =>
      line
        .map((text, column) =>
          column === 1 ? text.padStart(widths[1]) : text.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(2))

/** The figures with a demand as a table for the README. */
export function markdownTable(rows, { machine, date }) {
  const lines = rows
    .filter(({ demand }) => demand)
    .map(({ what, value, unit, demand, rounds }) => {
      const range = rounds ? `${digits(Math.min(...rounds))} to ${digits(Math.max(...rounds))}` : ''
      const wanted = `${demand.text}${unit}`
      const verdict = demand.holds(value) ? wanted : `**${wanted}: missed**`
      return `| ${what} | ${digits(value)}${unit} | ${range} | ${verdict} |`
    })
  const head = '| what | measured | rounds | wanted |\n| --- | --- | --- | --- |'
  return `${machine}, ${date}.\n\n${head}\n${lines.join('\n')}\n`
}
