import { escapeMarkup } from '../domain/escapeMarkup.ts'
import { cleanLine } from '../remote/clean.ts'
import type { Log, ToldExchange } from './log.ts'

/** The violations as a page that loads itself again; all that comes from outside is escaped. */
export function renderLog({ summarize }: Log): string {
  const { exchanges, unchecked, violations, last } = summarize()
  const rows = last.map(renderExchange).join('\n')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3">
<title>Violations (${violations}) - waldur-mock proxy</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color-scheme: light dark }
table { border-collapse: collapse; width: 100% }
td, th { border-top: 1px solid #8886; padding: .4rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
ul { margin: 0; padding-left: 1.1rem }
</style>
<h1>${violations} violations</h1>
<p>${exchanges} exchanges passed on, ${unchecked} of them with paths that the document does not have.</p>
${last.length === 0 ? '<p>Whatever has come so far is what the document says.</p>' : TABLE.replace('ROWS', () => rows)}
</html>
`
}

const TABLE = `<table>
<tr><th>When<th>Call<th>Status<th>What the document does not allow</tr>
ROWS
</table>`

function renderExchange({ at, method, target, status, violations }: ToldExchange): string {
  const items = violations.map(
    ({ direction, operation, text }) =>
      `<li>${direction}${operation ? `, ${escapeMarkup(operation)}` : ''}: ${escapeMarkup(text)}`,
  )
  const call = escapeMarkup(cleanLine(`${method} ${target}`))
  return `<tr><td>${escapeMarkup(at.slice(11, 19))}<td>${call}<td>${status}<td><ul>${items.join('')}</ul></tr>`
}
