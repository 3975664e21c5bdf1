import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import { findSimilarWord } from '../fixture/findSimilarWord.ts'

/** The first word is a command, or an option of the one that is meant when none is named. */
export function findUnknownCommand(program: Command, word: string | undefined): UsageError | null {
  const names = [...program.commands.map((command) => command.name()), 'help']
  if (word === undefined || word.startsWith('-') || names.includes(word)) return null
  const similar = findSimilarWord(word, names)
  const guess = similar === undefined ? '' : ` Did you mean "${similar}"?`
  return new UsageError(`There is no command "${word}".${guess} There are: ${names.join(', ')}.`)
}
