/** Text that is safe inside HTML and SVG and in their attributes; signs that XML forbids go. */
export const escapeMarkup = (text: string): string =>
  text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`)

const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu
