/**
 * A text of a server that does nothing to a terminal or to the log of a CI job: no sign that moves a
 * cursor or turns writing round, and nothing that GitHub, GitLab, Azure or TeamCity take for a command.
 */
export const cleanText = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(HARMFUL, '\uFFFD')
    .replaceAll(COMMAND, '$1: :')
    .replaceAll(/##(?=\w*\[)/g, '# #')
    .replaceAll(/(section_(?:start|end)):/gi, '$1 :')

/** The same in one line, of at most so many signs; a page of HTML is only named. */
export function cleanLine(text: string, most = 300): string {
  if (/^\s*<(?:!doctype|html|head|body)\b/i.test(text)) return '(a page of HTML)'
  const line = cleanText(text).replaceAll(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most).replace(/[\uD800-\uDBFF]$/, '')}…` : line
}

/** Control signs, ends of lines that only some take for one, bidi marks, what can't be seen, halves of signs. */
const HARMFUL =
  /(?![\n\t])[\p{Cc}\u2028\u2029\u061C\p{Cs}]|[\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu

/** A runner of GitHub strips blanks of any kind before it looks for two colons. */
const COMMAND = /^([^\S\n\r\u2028\u2029]*)::/gm
