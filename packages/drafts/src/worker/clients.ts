import type { TextPatch } from '../contract.ts'
import type { Told } from './protocol.ts'

type Client = { version: number; told: { version: number; patches: TextPatch[] }[] }

/**
 * Those who look at a draft, each with its own text: what one was told but had not seen when it made an edit, the
 * edit has to be moved past.
 */
export class Clients {
  readonly #clients = new Map<number, Client>()
  readonly #tell: (told: Told) => void

  constructor(tell: (told: Told) => void) {
    this.#tell = tell
  }

  get count(): number {
    return this.#clients.size
  }

  add(client: number): void {
    this.#clients.set(client, { version: 0, told: [] })
  }

  remove(client: number): void {
    this.#clients.delete(client)
  }

  /** What a client was told after version `seen`. What it has seen is forgotten. */
  unseen(client: number, seen: number): TextPatch[] {
    const { told } = this.#clients.get(client) ?? { told: [] }
    while (told.length > 0 && told[0]!.version <= seen) told.shift()
    return told.flatMap(({ patches }) => patches)
  }

  tellAll(patches: TextPatch[], heads: string[], own: boolean, parts = false): void {
    for (const client of this.#clients.keys()) this.#send(client, patches, heads, own, parts)
  }

  tellOthers(client: number, patches: TextPatch[], heads: string[], parts = false): void {
    for (const other of this.#clients.keys())
      if (other !== client) this.#send(other, patches, heads, true, parts)
  }

  tellOne(client: number, patches: TextPatch[], heads: string[], parts = false): void {
    this.#send(client, patches, heads, false, parts)
  }

  #send(number: number, patches: TextPatch[], heads: string[], own: boolean, parts: boolean): void {
    const client = this.#clients.get(number)
    if (client === undefined || (patches.length === 0 && !parts)) return
    client.version++
    client.told.push({ version: client.version, patches })
    const told = { client: number, version: client.version, patches, heads, own }
    this.#tell(parts ? { ...told, parts: true } : told)
  }
}
