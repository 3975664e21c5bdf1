import { parse } from 'yaml'

/** As much as can be read: a key that stands twice is no reason to read nothing. */
export const parseYaml = (text: string): unknown =>
  parse(text, { uniqueKeys: false, strict: false, logLevel: 'error' })
