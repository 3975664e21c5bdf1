import { Argument, Command } from 'commander'
import type { Option } from 'commander'

/** What can be said of each command: words, and values of options that have few. */
interface Word {
  readonly name: string
  readonly about: string
  readonly options: readonly Option[]
  readonly words: readonly string[]
}

/** `completion`: a script for the shell of the user, made from the commands themselves. */
export function makeCompletionCommand(program: Command): Command {
  return new Command('completion')
    .exitOverride()
    .description('Print a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>').choices(Object.keys(writers)))
    .addHelpText('after', HELP)
    .action((shell: keyof typeof writers) => console.log(writers[shell](listWords(program))))
}

const HELP = `
bash: source <(waldur-mock completion bash)
zsh:  source <(waldur-mock completion zsh)
fish: waldur-mock completion fish | source`

const listWords = ({ commands }: Command): Word[] =>
  commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    options: command.options.filter(({ hidden, long }) => !hidden && long),
    words: [
      ...command.commands.map((one) => one.name()),
      ...command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
    ],
  }))

const listLong = ({ options }: Word): string[] => options.flatMap(({ long }) => long ?? [])

/** Options whose values are few, by name. */
const listChoices = (words: readonly Word[]): (readonly [string, string])[] => {
  const options = words.flatMap((word) => word.options).filter(({ argChoices }) => argChoices)
  return [...new Map(options.map(({ long = '', argChoices = [] }) => [long, argChoices.join(' ')]))]
}

const writeCases = (cases: readonly (readonly [string, string])[]): string =>
  cases.map(([name, act]) => `    ${name}) ${act} ;;`).join('\n')

const names = (words: readonly Word[]): string => words.map(({ name }) => name).join(' ')

const writers = {
  bash: (words: readonly Word[]) => `_waldur_mock() {
  local cur=\${COMP_WORDS[COMP_CWORD]} words='${names(words)}'
  (( COMP_CWORD > 1 )) && case \${COMP_WORDS[1]} in
${writeCases(words.map((word) => [word.name, `words='${[...word.words, ...listLong(word)].join(' ')}'`]))}
  esac
  case \${COMP_WORDS[COMP_CWORD-1]} in
${writeCases(listChoices(words).map(([name, values]) => [name, `words='${values}'`]))}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _waldur_mock waldur-mock`,

  zsh: (words: readonly Word[]) => `_waldur_mock() {
  if (( CURRENT == 2 )); then compadd -- ${names(words)}; return; fi
  case \${words[CURRENT-1]} in
${writeCases(listChoices(words).map(([name, values]) => [name, `compadd -- ${values}; return`]))}
  esac
  case \${words[2]} in
${writeCases(words.map((word) => [word.name, `compadd -- ${[...word.words, ...listLong(word)].join(' ')}`]))}
  esac
  _files
}
compdef _waldur_mock waldur-mock`,

  fish: (words: readonly Word[]) =>
    words
      .flatMap((word) => [
        `complete -c waldur-mock -n __fish_use_subcommand -f -a ${word.name} -d ${quote(word.about)}`,
        ...word.words.map((one) => `complete -c waldur-mock -n ${within(word)} -f -a ${one}`),
        ...word.options.map((option) => writeFishOption(word, option)),
      ])
      .join('\n'),
}

const within = ({ name }: Word): string => `'__fish_seen_subcommand_from ${name}'`

function writeFishOption(
  word: Word,
  { long = '', description, argChoices, flags }: Option,
): string {
  const value = argChoices
    ? ` -x -a ${quote(argChoices.join(' '))}`
    : flags.includes('<')
      ? ' -r'
      : ''
  return `complete -c waldur-mock -n ${within(word)} -l ${long.slice(2)}${value} -d ${quote(description)}`
}

const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&')}'`
