/** A number from 0 to 1 that depends on nothing but the seed and the texts: the same on every platform. */
export function drawUniform(seed: number, ...texts: readonly (string | number)[]): number {
  let hash = (seed ^ 0x9e3779b9) >>> 0
  for (const text of texts) {
    for (const sign of `${text}\u0000`) {
      hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** A draw from the standard normal distribution (Box and Muller's way). */
export function drawNormal(seed: number, ...texts: readonly (string | number)[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - drawUniform(seed, ...texts, 'radius')))
  return radius * Math.cos(2 * Math.PI * drawUniform(seed, ...texts, 'angle'))
}
