import type { Logs } from '@allmende/logs'
import { nodeStatement } from '@allmende/rules'
import type { KeyPair } from '@allmende/transports'
import type { Statement, Views } from '@allmende/views'
import type { CommonsId, DeviceId, NodeId, PersonId } from '@allmende/vocabulary'
import { nodeIdOf } from '@allmende/vocabulary'
import type { NewRecord } from './write-records.ts'
import { isSignedBy, signAsNode } from './node-signature.ts'

/** Whose node it is, as the person's device said in that commons and the node signed. */
export type NodeOwner = { readonly node: NodeId; readonly person: PersonId; readonly device: DeviceId }

/** Which node belongs to whom: what is seen on a connection is tied to a person by their own word and the node's signature. */
export class NodeOwners {
  readonly #views: Views
  readonly #logs: Logs
  readonly #keyPair: KeyPair
  readonly #said = new Set<CommonsId>()
  readonly #known = new Map<CommonsId, Promise<readonly NodeOwner[]>>()

  constructor(views: Views, logs: Logs, keyPair: KeyPair) {
    this.#views = views
    this.#logs = logs
    this.#keyPair = keyPair
  }

  /** Begins to notice what is said. */
  start(): void {
    this.#views.on('changed', ({ commons, kinds }) => {
      if (kinds.includes('node')) this.#known.delete(commons)
    })
  }

  /** All nodes of a commons with whom they belong to; of each device the one it said last. */
  in(commons: CommonsId): Promise<readonly NodeOwner[]> {
    let known = this.#known.get(commons)
    if (!known) {
      known = this.#read(commons)
      this.#known.set(commons, known)
      known.catch(() => this.#known.delete(commons))
    }
    return known
  }

  async ownerOf(commons: CommonsId, node: NodeId): Promise<NodeOwner | undefined> {
    return (await this.in(commons)).find((owner) => owner.node === node)
  }

  /** What this device has yet to say in the commons about its node: nothing, or one record. To be written beside the first. */
  async toSay(commons: CommonsId): Promise<NewRecord | null> {
    const { identity } = this.#logs
    if (!identity || this.#said.has(commons)) return null
    const node = nodeIdOf(this.#keyPair.publicKey)
    const said = await this.#views.statements(commons, ['node'])
    const last = said.findLast(({ own, device }) => own && device === identity.device)
    if (last?.record.body['node'] === node) {
      this.#said.add(commons)
      return null
    }
    const { person, device } = identity
    const proof = signAsNode(this.#keyPair, nodeStatement({ commons, person, device }))
    return { kind: 'node', body: { node, proof } }
  }

  async #read(commons: CommonsId): Promise<readonly NodeOwner[]> {
    const byDevice = new Map<DeviceId, NodeOwner>()
    for (const statement of await this.#views.statements(commons, ['node'])) {
      const owner = ownerBy(commons, statement)
      if (owner) byDevice.set(owner.device, owner)
    }
    return [...byDevice.values()]
  }
}

/** Null when the node didn't sign that it belongs to this device. */
function ownerBy(commons: CommonsId, { author, device, record }: Statement): NodeOwner | null {
  const { node, proof } = record.body as { node: NodeId; proof: Uint8Array }
  return isSignedBy(node, nodeStatement({ commons, person: author, device }), proof)
    ? { node, person: author, device }
    : null
}
