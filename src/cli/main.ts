#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { makeCompletionCommand } from './completion.ts'
import { makeDiffCommand } from './diff.ts'
import { fail } from './fail.ts'
import { makeGenerateCommand } from './generate.ts'
import { makeImportCommand } from './import.ts'
import { makeInitCommand } from './init.ts'
import { makeProxyCommand } from './proxy.ts'
import { makeSeedCommand } from './seed.ts'
import { makeServeCommand } from './serving/serveCommand.ts'
import { findUnknownCommand } from './unknownCommand.ts'
import { makeVerifyCommand } from './verify.ts'
import { PACKAGE_ROOT } from '../http/packageRoot.ts'

const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
  version: string
}
const width = process.stdout.columns ?? (Number(process.env['COLUMNS']) || 80)

const program = new Command('waldur-mock')
  .description('A stand-in for the marketplace plans and booking offerings of the Waldur REST API.')
  .version(version)
  .exitOverride()
  .addCommand(makeServeCommand(), { isDefault: true })
  .addCommand(makeInitCommand())
  .addCommand(makeGenerateCommand())
  .addCommand(makeVerifyCommand())
  .addCommand(makeDiffCommand())
  .addCommand(makeProxyCommand())
  .addCommand(makeImportCommand())
  .addCommand(makeSeedCommand())
program.addCommand(makeCompletionCommand(program))
for (const command of [program, ...program.commands])
  command.configureHelp({ helpWidth: width, minWidthToWrap: 20 })

const unknown = findUnknownCommand(program, process.argv[2])
if (unknown) fail(unknown)
program.parseAsync().catch(fail)
