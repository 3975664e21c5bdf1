/** The 32 lower-case hex digits of a uuid in any spelling that Waldur reads, or null (§1.1, §1.10). */
export function readUuid(text: string): string | null {
  if (PLAIN.test(text)) return text
  const [, digits] = SPELLING.exec(text.replace(/urn:|uuid:/gi, '')) ?? []
  return digits === undefined ? null : digits.replaceAll('-', '').toLowerCase()
}

const PLAIN = /^[0-9a-f]{32}$/

/** Braces around, dashes anywhere between; takes linear time for whatever a stranger sends. */
const SPELLING = /^[{}]*(-*(?:[0-9a-f]-*){32})[{}]*$/i

export const dashUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
