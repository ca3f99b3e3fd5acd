import type { NodeEvent } from '@allmende/api/client'
import { counted, short, timeOfDay } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'

/** Says in a line what just happened; nothing for what would only repeat itself. */
export function liveLines(clean: Clean, say: (line: string) => void): (event: NodeEvent) => void {
  const copying = new Set<string>()
  const held = new Map<string, number>()
  const nameOf = (peer: { name?: string; node: string }) => clean(peer.name ?? peer.node.slice(0, 8), 60)
  return (event) => {
    switch (event.type) {
      case 'peer':
        return say(
          `+ ${nameOf(event.peer)} is here (${clean(event.peer.transport, 40)}, ${clean(event.peer.address, 80)})`,
        )
      case 'peer-gone':
        return say(`- ${nameOf(event.peer)} has left`)
      case 'peer-silent': {
        const { silentSince } = event.peer
        const name = nameOf(event.peer)
        return say(
          silentSince === null
            ? `+ ${name} answers again`
            : `? ${name} doesn’t answer: silent since ${timeOfDay(silentSince)}`,
        )
      }
      case 'transfer': {
        const { direction, id, peer, title } = event.transfer
        if (direction === 'in' || copying.has(`${id} ${peer}`)) return
        copying.add(`${id} ${peer}`)
        return say(`  "${clean(title, 80)}" is being copied by ${clean(short(peer), 60)}`)
      }
      case 'holding':
        // Everybody who comes back says again what they hold.
        if (held.get(event.version) === event.holders) return
        held.set(event.version, event.holders)
        return say(`  "${clean(event.title, 80)}" is now on ${counted(event.holders, 'computer')}`)
      case 'finding':
        return say(`! ${clean(event.message, 400)}`)
      case 'changed':
      case 'progress':
        return
      default:
        // A newer node may tell of what this program has no word for.
        return
    }
  }
}
