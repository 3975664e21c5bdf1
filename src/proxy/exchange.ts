/** One request that went through the proxy, and its answer; bodies unpacked. */
export interface ProxiedExchange {
  readonly at: string
  /** Milliseconds until the answer was whole. */
  readonly duration: number
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly request: ProxiedMessage
  readonly status: number
  readonly response: ProxiedMessage
}

export interface ProxiedMessage {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Null: too large to be looked at, or packed in an unknown way. */
  readonly body: Uint8Array | null
}

/** Where an exchange leaves the document. */
export interface Violation {
  readonly direction: 'request' | 'response'
  /** Null: of a path or a method that no operation has. */
  readonly operation: string | null
  readonly text: string
}
