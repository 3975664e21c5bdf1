/** Statuses that a gateway gives by itself, or a server that has too much to do; Waldur never owes one of them. */
export const TROUBLES = [429, 502, 503, 504]

export const isTrouble = ({ status }: { readonly status: number }): boolean =>
  TROUBLES.includes(status)
