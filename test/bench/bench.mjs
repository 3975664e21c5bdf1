// The figures of the project, measured on this machine in one run: `npm run bench -- --help`.
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { chart } from './chart.mjs'
import { persist, scale } from './growth.mjs'
import { copyPeers, installPeers } from './install.mjs'
import { control, memory, soak, start, verify } from './parts.mjs'
import { machine, markdownTable, misses, table } from './report.mjs'
import { prepare } from './prepare.mjs'
import { ROOT } from './servers.mjs'
import { p99, throughputs } from './throughput.mjs'

const parts = { ...throughputs, p99, control, start, memory, persist, scale, soak, verify }

const HELP = `npm run bench -- [--only part,part] [--quick | --smoke] [--check] [--json file] [--svg file] [--markdown file]

Parts: ${Object.keys(parts).join(', ')}.
--quick   fewer and shorter rounds, 10,000 plans instead of 100,000
--smoke   one short round beside Express and node:http only: shows that it works, measures nothing
--json    also writes the figures of all rounds, with the machine and the date
--svg     also draws them
--markdown  also writes the table, as the README has it
--check   exit code 1 when a demand is missed`

const thorough = {
  pace: { rounds: 41, seconds: 0.4, warm: { answers: 20_000, seconds: 12 } },
  starts: 7,
  weighings: 3,
  answers: 15_000,
  calls: 500,
  many: 100_000,
  million: 1_000_000,
}
const quick = {
  pace: { rounds: 27, seconds: 0.25, warm: { answers: 8000, seconds: 5 } },
  starts: 3,
  weighings: 1,
  answers: 5000,
  calls: 100,
  many: 10_000,
  million: 1_000_000,
}
const smoke = {
  ...quick,
  bare: true,
  pace: { rounds: 1, seconds: 0.2, warm: { answers: 50 } },
  starts: 1,
  answers: 50,
  calls: 10,
  many: 1000,
  million: 1000,
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    smoke: { type: 'boolean' },
    check: { type: 'boolean' },
    json: { type: 'string' },
    svg: { type: 'string' },
    markdown: { type: 'string' },
    help: { type: 'boolean' },
  },
})
async function bench({ only, check, ...more }) {
  const names = only?.split(',') ?? Object.keys(parts)
  const unknown = names.filter((name) => !Object.hasOwn(parts, name))
  if (unknown.length > 0) return refuse(`No part "${unknown.join()}".\n${HELP}`)
  if (!existsSync(`${ROOT}dist/cli.js`)) return refuse('dist/ is missing. First: npm run build')
  const directory = await mkdtemp(`${tmpdir()}/waldur-mock-bench-`)
  try {
    copyPeers()
    if (!more.smoke) installPeers()
    await prepare(directory)
    const rows = await measure(names, { directory, ...choosePace(more) })
    await tell(rows, more)
    return check && misses(rows).length > 0 ? 1 : 0
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

const choosePace = (values) => (values.smoke ? smoke : values.quick ? quick : thorough)

async function measure(names, context) {
  const rows = []
  for (const name of names) {
    console.error(`measuring ${name} ...`)
    rows.push(...(await parts[name](context)))
  }
  return rows
}

async function tell(rows, { json, svg, markdown }) {
  const made = { machine: machine(), date: new Date().toISOString().slice(0, 10) }
  console.log(`\n${made.machine}, ${made.date}\n\n${table(rows)}`)
  if (json)
    await writeFile(json, `${JSON.stringify({ ...made, rows: rows.map(plain) }, null, 2)}\n`)
  if (svg) await writeFile(svg, chart(rows, made))
  if (markdown) await writeFile(markdown, markdownTable(rows, made))
}

const plain = ({ demand, ...figures }) => ({
  ...figures,
  ...(demand && { demand: demand.text, holds: demand.holds(figures.value) }),
})

function refuse(message) {
  console.error(message)
  return 2
}

if (values.help) console.log(HELP)
else process.exitCode = await bench(values)
