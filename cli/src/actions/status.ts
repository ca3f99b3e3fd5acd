import type { NodeStatus } from '@allmende/api/client'
import type { Action } from '../action.ts'
import { mirrorLines } from './mirror.ts'
import { keptWords } from './mirror-words.ts'
import { reachLines } from './reach.ts'
import { safeLines } from './safe.ts'
import { answering, isSilent, type Peer } from './silent.ts'
import { bytes, counted, moment, short, timeOfDay } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'

export const status: Action = async ({ io, open }) => {
  const session = await open('none')
  const found = await session.client.status()
  const url = session.daemon?.url ?? null
  const page = session.daemon ? (await session.client.page()).url : null
  const { mirrors, keeps } = await session.client.mirrors()
  await io.result({ running: url !== null, url, ...found, mirrors, keeps }, (clean) => [
    ...wordsOf(found, page, clean, io.style),
    ...mirrorLines(mirrors, clean, io.style.bold),
    ...(keeps.length > 0 ? ['', keptWords(keeps.length)] : []),
  ])
}

/** The state in words that promise nothing that isn't known. */
export function wordsOf(status: NodeStatus, page: string | null, clean: Clean, style: Style): string[] {
  return [
    page === null
      ? `${style.bold('No node is running')}: nobody can reach you, and you get nothing new. \`allmende start\` starts one.`
      : `${style.bold('A node is running')}. Page: ${page}`,
    `Home: ${status.home}`,
    `You: ${youOf(status, clean)}`,
    `Node: ${clean(status.node)}`,
    ...(page === null ? [] : ['', ...peersOf(status, clean, style)]),
    '',
    ...commonsOf(status, clean, style),
    ...transfersOf(status, clean, style),
    ...findingsOf(status, clean, style),
    '',
    ...safeLines(status, clean, style),
  ]
}

function youOf({ person, name }: NodeStatus, clean: Clean): string {
  if (person === null) return 'nobody yet; the first thing you write makes you an identity'
  return `${name === null ? 'without a name (`allmende profile --name NAME`)' : clean(name, 60)}, ${short(person)}`
}

function peersOf(status: NodeStatus, clean: Clean, style: Style): string[] {
  const { peers, network } = status
  const reach = ['Others reach you', ...reachLines(network, clean).map((line) => `  ${line}`)]
  if (peers.length === 0)
    return [
      style.bold('Peers: nobody is connected'),
      ...reach,
      ...relayOf(status),
      '  Somebody who has a link of yours finds you while this runs.',
    ]
  return [
    style.bold(peersTitle(peers)),
    ...peers.map(
      (peer) =>
        `  ${clean(peer.name ?? short(peer.node), 40)}  ${clean(peer.transport, 20)} ${clean(peer.address, 60)}  since ${moment(peer.since)}  ` +
        `${answerOf(peer)}  in ${bytes(peer.bytesIn)}, out ${bytes(peer.bytesOut)}`,
    ),
    ...reach,
    ...relayOf(status),
  ]
}

/** Who has fallen silent may be gone: a cable that is out ends a connection only after half a minute. */
function peersTitle(peers: readonly Peer[]): string {
  const there = answering(peers).length
  const silent = peers.length - there
  const title = there === 0 ? 'Peers: nobody answers' : `Peers: ${counted(there, 'computer')}`
  return silent === 0 ? title : `${title}, ${silent} silent`
}

function answerOf(peer: Peer): string {
  if (isSilent(peer)) return `silent since ${timeOfDay(peer.silentSince)}`
  return peer.rtt === null ? 'no answer yet' : `${Math.round(peer.rtt)} ms`
}

function relayOf({ relay }: NodeStatus): string[] {
  if (!relay) return []
  const { state, computers, connections, mostConnections, bytes: carried, bytesPerSecond, refused } = relay
  const words = {
    offered: `${counted(connections, 'connection')} of ${mostConnections} for ${counted(computers, 'computer')}; ${bytes(carried)} so far, at most ${bytes(bytesPerSecond)}/s; ${refused} turned away`,
    unreachable:
      'nothing yet: others can’t open a connection to this computer. A port of the router opened for it helps (--peer-port)',
    unknown: 'nothing yet: whether others can reach this computer is not known',
  }
  return [`  Carried for others (--relay): ${words[state]}`, ...placeOf(relay)]
}

function placeOf({ place }: NonNullable<NodeStatus['relay']>): string[] {
  if (!place) return []
  const { state, port, computers, connections, mostConnections, bytes: carried, bytesPerSecond } = place
  const words = {
    open: `TCP port ${port}: peers in your commons learn of it, others name it by --bootstrap tcp://HOST:${port}; ${counted(connections, 'connection')} of ${mostConnections} for ${counted(computers, 'computer')}; ${bytes(carried)} so far, at most ${bytes(bytesPerSecond)}/s`,
    opening: 'opening',
    failed: `none: TCP port ${port} can’t be used. Another one is named by --relay-port`,
  }
  return [`  Meeting place for those without UDP (--relay): ${words[state]}`]
}

function commonsOf({ commons }: NodeStatus, clean: Clean, style: Style): string[] {
  if (commons.length === 0)
    return [
      style.bold('Commons: none yet'),
      '  Make one with `allmende commons create NAME`, or join one with `allmende commons join LINK`.',
    ]
  return [
    style.bold('Commons'),
    ...commons.map(
      (one) =>
        `  ${clean(one.name, 60)} (${one.public ? 'public' : 'private'}): ${counted(one.goods, 'good')}, ${counted(one.drafts, 'draft')}, ` +
        `${counted(one.records, 'record')} by ${counted(one.logs, 'log')}; ${behindWords(one.behind)}`,
    ),
  ]
}

function behindWords(behind: number | null): string {
  if (behind === null) return 'whether that is all is unknown: nobody who could tell has been met'
  return behind === 0 ? 'all that those one has met have' : `${counted(behind, 'block')} known to be missing`
}

function transfersOf({ transfers }: NodeStatus, clean: Clean, style: Style): string[] {
  if (transfers.length === 0) return []
  return [
    '',
    style.bold('Being copied'),
    ...transfers.map(
      ({ direction, title, peer, bytes: done, total }) =>
        `  "${clean(title, 60)}" ${direction === 'out' ? 'by' : 'from'} ${clean(peer, 40)}: ${bytes(done)} of ${bytes(total)}`,
    ),
  ]
}

function findingsOf({ findings }: NodeStatus, clean: Clean, style: Style): string[] {
  if (findings.length === 0) return []
  return [
    '',
    style.bold('What happened here'),
    ...findings.map(({ at, message }) => `  ${moment(at)}  ${clean(message, 400)}`),
  ]
}
