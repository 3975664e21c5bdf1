/** The media type of an answer, without parameters such as its charset; empty when it names none. */
export const readMediaType = (headers: Readonly<Record<string, string>>): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
