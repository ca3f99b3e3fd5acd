import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { onLink, type LanInterface } from './interfaces.ts'

/** RFC 6762. */
const GROUP = '224.0.0.251'
const TTL = 255

/** Ours have less than 300 bytes; other programs' long lists are not for us. */
const MOST_BYTES = 1_500

export type InterfaceSocket = {
  send(packet: Uint8Array): void
  /** Resolves when the last word, if there is one, was sent or can't be. */
  close(lastWord?: Uint8Array | null): Promise<void>
}

/**
 * A socket for mDNS on one interface. One for all would do where there is a default route: elsewhere the system doesn't know
 * where 224.0.0.251 is, unless membership and sending are set for each interface.
 * What comes from other networks, or not from an mDNS port, is passed over: every socket on the port gets every packet.
 */
export async function openInterfaceSocket(options: {
  on: LanInterface
  port: number
  onPacket: (packet: Buffer, from: string) => void
  /** The interface went away, or can't be sent on. */
  onBroken: (error: Error) => void
}): Promise<InterfaceSocket> {
  const { on, port, onPacket, onBroken } = options
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  try {
    // Not to the interface's address: then the system would pass on nothing that is sent to the group.
    socket.bind({ port, address: '0.0.0.0', exclusive: true })
    await once(socket, 'listening')
    joinGroup(socket, on)
  } catch (error) {
    socket.close()
    throw error
  }
  socket.on('error', onBroken)
  socket.on('message', (packet, { address, port: source }) => {
    if (source === port && packet.length <= MOST_BYTES && onLink(on, address)) onPacket(packet, address)
  })
  return {
    send: (packet) =>
      socket.send(packet, port, GROUP, (error) => {
        if (error) onBroken(error)
      }),
    close: async (lastWord) => {
      socket.removeAllListeners()
      socket.on('error', () => {}) // a packet that was still on its way out
      if (lastWord) await new Promise<void>((resolve) => socket.send(lastWord, port, GROUP, () => resolve()))
      socket.close()
    },
  }
}

function joinGroup(socket: Socket, { address }: LanInterface): void {
  socket.addMembership(GROUP, address)
  socket.setMulticastInterface(address)
  socket.setMulticastTTL(TTL)
  // Two nodes on one computer find each other too.
  socket.setMulticastLoopback(true)
}
