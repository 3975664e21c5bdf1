import type { Agent } from 'node:http'
import { HttpProxyAgent } from 'http-proxy-agent'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { getProxyForUrl } from 'proxy-from-env'

/** What a client shows a server that asks for it, and whom it trusts: PEM texts. */
export interface Certificates {
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
}

/** The proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name for an address; null: none. */
export const findProxy = (url: string): string | null => getProxyForUrl(url) || null

/** Agents keep their connections: one for each proxy and scheme. */
const agents = new Map<string, Agent>()

export function chooseAgent(proxy: string, isSecure: boolean): Agent {
  const key = `${isSecure} ${proxy}`
  const agent = agents.get(key) ?? makeAgent(proxy, isSecure)
  agents.set(key, agent)
  return agent
}

const makeAgent = (proxy: string, isSecure: boolean): Agent =>
  isSecure
    ? new HttpsProxyAgent(proxy, { keepAlive: true })
    : new HttpProxyAgent(proxy, { keepAlive: true })
