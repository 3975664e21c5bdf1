// What the peers send: the mock's own answers, read once from the folder that the bench names.
import { readFileSync } from 'node:fs'

export const [, , port, directory, document] = process.argv
export const canned = JSON.parse(readFileSync(`${directory}/canned.json`, 'utf8'))

/** Which page of the list a query asks for. */
export function pageOf(query) {
  if (query.page_size) return canned.large
  return query.offering_uuid ? canned.filtered : canned.page
}
