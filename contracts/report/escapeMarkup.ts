/** Text that is safe inside HTML and XML; characters that XML can't hold are replaced. */
export const escapeMarkup = (text: string): string =>
  [...text]
    .map((sign) => (isForbidden(sign) ? '\uFFFD' : sign))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const isForbidden = (sign: string): boolean => {
  const code = sign.codePointAt(0) ?? 0
  const isControl = code < 32 && !'\t\n\r'.includes(sign)
  return isControl || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff
}
