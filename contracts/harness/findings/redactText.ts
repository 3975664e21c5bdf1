import { cleanText } from '../../../src/remote/clean.ts'
import { createMasker } from '../../../src/remote/secrets.ts'
import type { Settings } from '../settings.ts'

/** A text that holds what a server has said, as a person may see it: without secrets, and harmless. */
export function redactText(text: string, settings: Settings): string {
  const mask =
    maskers.get(settings) ??
    createMasker([...Object.values(settings.tokens), ...settings.secrets], settings.headers)
  maskers.set(settings, mask)
  return cleanText(mask(text))
}

const maskers = new WeakMap<Settings, (text: string) => string>()
