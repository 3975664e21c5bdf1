/**
 * A token as people paste it: with blanks and quotes around it, or with the scheme before it.
 * Null: what is left is none, for a token has no blanks and no accents.
 */
export function cleanToken(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim()
    .replace(/^(?:Authorization:\s*)?Token\s+/i, '')
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim()
  return /^[!-~]+$/.test(bare) ? bare : null
}
