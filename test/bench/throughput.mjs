// Answers a second of each case, beside the peers, round by round.
import { cases, get } from './cases.mjs'
import { alternate, median } from './load.mjs'
import { FEW, withServers } from './prepare.mjs'
import { atMost, row } from './report.mjs'
import { LIST } from './servers.mjs'

/** One case beside its peers: a row for each. `bare`: only those that the repository has itself. */
const throughput = (what) => async (context) => {
  const { requests, beside, plain, unrecorded, needsRest } = cases[what]
  const data = `${context.directory}/${FEW}.json`
  const peers = Object.keys(beside).filter((name) => !context.bare || BARE.includes(name))
  const names = ['mock', ...(unrecorded ? ['mock'] : []), ...peers]
  const options = names.map((_, index) => ({
    ...context,
    data,
    ...(needsRest && { rest: `${context.directory}/rest.json` }),
    ...(unrecorded && index === 1 && { journal: '0' }),
  }))
  return withServers(names, options, async (mock, ...servers) => {
    const others = [
      ...(unrecorded ? [[servers[0], 'itself without journal', unrecorded]] : []),
      ...servers
        .slice(unrecorded ? 1 : 0)
        .map((server) => [server, server.name, beside[server.name]]),
      ...(plain ? [[mock, 'itself, plain', plain]] : []),
    ]
    const unpacked = requests.map(({ headers: _, ...request }) => request)
    const contenders = [
      { name: 'mock', server: mock, requests },
      ...others.map(([server, name]) => ({
        name,
        server,
        requests: server === mock ? unpacked : requests,
      })),
    ]
    const [ours, ...theirs] = await alternate(contenders, context.pace)
    return theirs.map((peer, index) => ratio(what, [ours, peer], others[index][2]))
  })
}

const BARE = ['Express', 'raw node:http']

/** Of the rates, round by round: what came between two rounds is in neither of both. */
function ratio(what, [ours, peer], demand) {
  const ratios = ours.rounds.map(({ rate }, round) => rate / peer.rounds[round].rate)
  const note = `${shown(ours)} : ${shown(peer)}`
  const rates = { ours: middle(ours, 'rate'), peer: middle(peer, 'rate') }
  return row(`${what}, to ${peer.name}`, median(ratios), '×', { demand, note, ratios, rates })
}

const middle = ({ rounds }, key) => median(rounds.map((round) => round[key]))

const shown = (side) =>
  `${Math.round(middle(side, 'rate'))}/s (${Math.round(middle(side, 'cost'))} µs of processor)`

export const throughputs = Object.fromEntries(
  Object.keys(cases).map((what) => [what, throughput(what)]),
)

/** The slowest of a hundred answers when 64 connections ask at once. */
export async function p99({ directory, pace }) {
  const data = `${directory}/${FEW}.json`
  return withServers(['mock', 'Express'], { directory, data }, async (...servers) => {
    const contenders = servers.map((server) => ({
      name: server.name,
      server,
      requests: [get(LIST)],
    }))
    const [ours, peer] = await alternate(contenders, { ...pace, connections: 64 })
    const ratios = ours.rounds.map(({ p99: took }, round) => took / peer.rounds[round].p99)
    const note = `${middle(ours, 'p99').toFixed(1)} ms : ${middle(peer, 'p99').toFixed(1)} ms`
    const demand = atMost(0.5)
    return [
      row('list at 64 connections, p99, to Express', median(ratios), '×', { demand, note, ratios }),
    ]
  })
}
