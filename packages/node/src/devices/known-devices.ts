import { join } from 'node:path'
import type { CommonsLogs, LogState } from '@allmende/logs'
import type { DeviceId } from '@allmende/vocabulary'
import { isAnswering } from '../answering.ts'
import type { OpenCommons } from '../commons-book.ts'
import { inBackground } from '../in-background.ts'
import { NotesFile } from '../notes-file.ts'
import type { Parts } from '../parts.ts'
import type { OwnAccount } from './own-account.ts'
import { writtenAt } from './own-heads.ts'

/** WARNING: stored. */
type Known = {
  /** When its first log was begun, by its own clock. */
  readonly since: number
  /** When it was first met here, by ours. */
  readonly met: number
  readonly seen?: number
}

/** How long the name of a device is waited for: it comes by the account, its first record by the commons. */
const NAME_MS = 4_000
/** Said again at each start for a week: who doesn't look every day shall see it. */
const SAY_AGAIN_MS = 7 * 24 * 60 * 60 * 1000

/**
 * The person's other devices, as their logs show them. A new one is told at once: either somebody began anew on another
 * computer, or somebody else has the words.
 */
export class KnownDevices {
  readonly #parts: Parts
  readonly #account: OwnAccount
  readonly #notes: NotesFile<Known>
  readonly #waiting = new Map<DeviceId, NodeJS.Timeout>()

  constructor(parts: Parts, account: OwnAccount) {
    this.#parts = parts
    this.#account = account
    this.#notes = new NotesFile(join(parts.home.accounts, 'devices.json'))
  }

  async start(): Promise<void> {
    const { book, sync, clock } = this.#parts
    await this.#notes.load()
    for (const [device, { met }] of this.#notes.entries())
      if (clock.now() - met < SAY_AGAIN_MS) this.#tell(device as DeviceId)
    for (const commons of book.all()) this.#follow(commons)
    book.onAdded((commons) => this.#follow(commons))
    this.#account.onChanged(() => {
      for (const device of this.#waiting.keys()) if (this.nameOf(device)) this.#tell(device)
    })
    sync.on('peer', ({ node }) => this.#saw(node))
    sync.on('peer-gone', ({ node }) => this.#saw(node))
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  get(device: DeviceId): Known | undefined {
    return this.#notes.get(device)
  }

  all(): DeviceId[] {
    return [...this.#notes.entries()].map(([device]) => device as DeviceId)
  }

  nameOf(device: DeviceId): string | null {
    return this.#account.document?.devices[device]?.name ?? null
  }

  /** Whether the device's node is connected now, and answers. */
  isConnected(device: DeviceId): boolean {
    const node = this.#account.document?.devices[device]?.node
    return node !== undefined && isAnswering(this.#parts.sync, node)
  }

  #follow({ logs }: OpenCommons): void {
    for (const state of logs.logs()) this.#onBound(logs, state)
    logs.on('bound', (state) => this.#onBound(logs, state))
  }

  #onBound(logs: CommonsLogs, { key, bound, person, device }: LogState): void {
    const self = this.#parts.logs.identity
    if (!bound || !device || !self || person !== self.person || device === self.device) return
    if (this.get(device)) return
    inBackground(this.#parts.logger, 'noting a device', this.#meet(logs, key, device))
  }

  async #meet(logs: CommonsLogs, key: LogState['key'], device: DeviceId): Promise<void> {
    let since = this.#parts.clock.now()
    for await (const { records } of logs.read(key, 0, 1)) since = writtenAt(records[0] ?? new Uint8Array())
    if (this.get(device)) return
    await this.#notes.set(device, { since, met: this.#parts.clock.now() })
    if (this.nameOf(device)) return this.#tell(device)
    const timer = setTimeout(() => this.#tell(device), NAME_MS)
    timer.unref()
    this.#waiting.set(device, timer)
  }

  #tell(device: DeviceId): void {
    clearTimeout(this.#waiting.get(device))
    this.#waiting.delete(device)
    const known = this.get(device)
    if (!known) return
    const name = this.nameOf(device)
    const called = name === null ? device.slice(0, 8) : `"${name}" (${device.slice(0, 8)})`
    const self = this.#parts.logs.identity?.device
    const { findings, clock } = this.#parts
    // This one isn't in the document yet: it has only just begun.
    const since = (self && this.#account.document?.devices[self]?.since) ?? clock.now()
    const at = new Date(known.since).toISOString().slice(0, 16).replace('T', ' ')
    const values = { device: called, since: `${known.since}` }
    if (known.since < since)
      return findings.note(
        'device-other',
        `Another device of yours: ${called}, since ${at}. It goes on.`,
        values,
      )
    const advice = `If that wasn’t you, somebody has your words: \`allmende device retire ${device.slice(0, 8)}\``
    findings.note('device-new', `A new device of yours: ${called}, since ${at}. ${advice}`, values)
  }

  #saw(node: string): void {
    for (const [device, said] of Object.entries(this.#account.document?.devices ?? {})) {
      const known = this.get(device as DeviceId)
      if (said.node !== node || !known) continue
      const noted = this.#notes.set(device, { ...known, seen: this.#parts.clock.now() })
      inBackground(this.#parts.logger, 'noting a device', noted)
    }
  }
}
