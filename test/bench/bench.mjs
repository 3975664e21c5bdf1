// The figures of the project, measured on this machine in one run: `npm run bench -- --help`.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import * as all from './parts.mjs'
import { machine, misses, table } from './report.mjs'
import { ROOT } from './servers.mjs'

const { prepare, write, ...others } = all
const { list, retrieve, journal, control, start, memory, persist, scale, soak } = others
const parts = {
  list,
  retrieve,
  patch: write,
  journal,
  control,
  start,
  memory,
  persist,
  scale,
  soak,
}

const HELP = `npm run bench -- [--only part,part] [--quick] [--check]

Parts: ${Object.keys(parts).join(', ')}.
--quick   fewer and shorter rounds, 10,000 plans instead of 100,000
--check   exit code 1 when a demand is missed`

const thorough = {
  pace: { rounds: 7, seconds: 2, warm: { answers: 20_000, seconds: 12 } },
  starts: 7,
  weighings: 3,
  answers: 15_000,
  calls: 500,
  many: 100_000,
  million: 1_000_000,
}
const quick = {
  pace: { rounds: 3, seconds: 1, warm: { answers: 5000, seconds: 4 } },
  starts: 3,
  weighings: 1,
  answers: 5000,
  calls: 100,
  many: 10_000,
  million: 100_000,
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean' },
    check: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})
if (values.help) console.log(HELP)
else process.exitCode = await bench(values)

async function bench({ only, quick: isQuick, check }) {
  const names = only?.split(',') ?? Object.keys(parts)
  const unknown = names.filter((name) => !Object.hasOwn(parts, name))
  if (unknown.length > 0) return refuse(`No part "${unknown.join()}".\n${HELP}`)
  if (!existsSync(`${ROOT}dist/cli.js`)) return refuse('dist/ is missing. First: npm run build')
  const directory = await mkdtemp(`${tmpdir()}/waldur-mock-bench-`)
  const context = { directory, ...(isQuick ? quick : thorough) }
  try {
    await prepare(directory)
    const rows = []
    for (const name of names) {
      console.error(`measuring ${name} ...`)
      rows.push(...(await parts[name](context)))
    }
    console.log(`\n${machine()}\n\n${table(rows)}`)
    return check && misses(rows).length > 0 ? 1 : 0
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function refuse(message) {
  console.error(message)
  return 2
}
