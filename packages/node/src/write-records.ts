import type { CommonsLogs, Logs } from '@allmende/logs'
import {
  type Clock,
  encodeRecord,
  type RecordId,
  receive,
  type Stamp,
  tick,
  ZERO_STAMP,
} from '@allmende/vocabulary'
import type { OpenCommons } from './commons-book.ts'
import { fail } from './errors.ts'
import type { NodeOwners } from './node-owners.ts'

/** A record as an action wants it written; kind version and clock are put in here. */
export type NewRecord = {
  readonly kind: string
  readonly of?: RecordId
  readonly after?: readonly RecordId[]
  readonly body: Readonly<Record<string, unknown>>
}

/** Writes records in this person's name: on disk, and found by the views, when the promise resolves. */
export class Writer {
  readonly #logs: Logs
  readonly #clock: Clock
  readonly #owners: NodeOwners
  #stamp: Stamp = ZERO_STAMP

  constructor(logs: Logs, clock: Clock, owners: NodeOwners) {
    this.#logs = logs
    this.#clock = clock
    this.#owners = owners
  }

  /** Later than what was seen: a change must not look older than what it changes. */
  sawStamp(stamp: Stamp): void {
    this.#stamp = receive(this.#stamp, stamp, this.#clock.now())
  }

  /**
   * Makes the person on this device if there is none yet.
   * @returns the 24 words, this once, or undefined
   */
  async ensureIdentity(): Promise<string | undefined> {
    if (this.#logs.identity) return undefined
    return (await this.#logs.createIdentity()).words
  }

  /** @param epoch where it is written; in the one that everybody writes in when left out */
  async write(
    commons: OpenCommons,
    record: NewRecord,
    epoch: CommonsLogs = commons.logs.writing,
  ): Promise<RecordId> {
    if (commons.entry.role !== 'member') throw fail('COMMONS_OWN_WORDS', { what: 'writing' })
    // A device that was retired has no new key either: its logs say that they are closed, which is the reason.
    if (commons.state.outdated && this.#logs.retired === null)
      throw fail('KEY_OUTDATED', { found: commons.entry.name })
    const node = await this.#owners.toSay(commons.id)
    const { ids } = await epoch.append([record, ...(node ? [node] : [])].map((one) => this.#encode(one)))
    const id = ids[0] as RecordId
    if (epoch.own) await commons.follower.settled(epoch.own.log)
    return id
  }

  /** Begins this device's log in a commons, so that others come to know of the device. Nothing where that was done. */
  async begin(commons: OpenCommons): Promise<void> {
    const node = await this.#owners.toSay(commons.id)
    if (node) await commons.logs.append([this.#encode(node)])
    if (commons.logs.own) await commons.follower.settled(commons.logs.own.log)
  }

  #encode(record: NewRecord): Uint8Array {
    this.#stamp = tick(this.#stamp, this.#clock.now())
    return encodeRecord({
      kind: record.kind,
      v: 1,
      clock: this.#stamp,
      ...(record.of === undefined ? {} : { of: record.of }),
      ...(record.after === undefined ? {} : { after: [...record.after] }),
      body: { ...record.body },
    })
  }
}
