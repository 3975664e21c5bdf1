/** A body is larger than its reader takes: it is not read any further. */
export class TooLarge extends Error {
  override name = 'TooLarge'
}

/** The whole of a body, unpacked, of so many bytes at most: what comes after is never held. */
export async function readWithin(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > most) throw new TooLarge(`more than ${most} bytes`)
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
