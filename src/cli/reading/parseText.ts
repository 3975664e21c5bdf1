import { UsageError } from '../../errors.ts'

/** JSON, or YAML, whose parser is loaded for it; throws UsageError by the name of what it is read from. */
export async function parseText(name: string, text: string): Promise<unknown> {
  const whole = text.replace(/^\uFEFF/, '')
  try {
    if (whole.trimStart().startsWith('{')) return JSON.parse(whole)
    const { parseYaml } = await import('./parseYaml.ts')
    return parseYaml(whole)
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new UsageError(`${name} is neither JSON nor YAML: ${reason?.replace(/:$/, '')}.`)
  }
}
