import { type CommonsKeys, deriveCommonsKeys, type LogState, sealTo } from '@allmende/logs'
import type { Epoch } from '@allmende/rules'
import { type CommonsId, type DeviceId, MAX_EPOCH_KEYS, type PersonId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { EpochEntry } from '../commons-file.ts'
import type { NewKeyResult } from '../contract-members.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import { citedBy } from './membership.ts'

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex')

/**
 * Keeps this node in step with the keys of its private commons: takes up those it is given, writes under the one that all
 * write under, changes it where somebody excluded or a retired device may have it, and hands it to further devices of people who have it.
 */
export class KeyKeeper {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** To be called when how things stand was read anew. True when a key came up, so that there may be more to read. */
  async step(commons: OpenCommons): Promise<boolean> {
    if (commons.entry.public || commons.entry.role !== 'member') return false
    const keys = this.#parts.policy.standing(commons.id).keys
    if (!keys) return false
    if (await this.#takeUp(commons)) return true
    this.#tell(commons)
    if (keys.needed && this.#isToChange(commons)) {
      await this.change(commons)
      return true
    }
    await this.#handOn(commons)
    return false
  }

  /** Makes a new key, gives it to every device of those who remain, and goes on under it. Throws KEY_PUBLIC, MEMBERS_RIGHT, MEMBERS_FOUNDER, KEY_OUTDATED. */
  async change(commons: OpenCommons): Promise<NewKeyResult> {
    if (commons.entry.public) throw fail('KEY_PUBLIC', { found: commons.entry.name })
    const { book, random, policy, writer } = this.#parts
    const { entry, logs } = commons
    const readKey = random.bytes(32)
    const { id } = deriveCommonsKeys(readKey, false)
    const { excluded, retired } = policy.standing(commons.id)
    const devices = new Set<DeviceId>()
    for (const { device, person, bound } of logs.logs())
      if (bound && device && person && !excluded.has(person) && !retired.has(device)) devices.add(device)
    const after = citedBy(this.#parts, commons)
    const before = logs.all().map(({ keys }) => keys.readKey)
    const list = [...devices]
    for (let at = 0; at < Math.max(1, list.length); at += MAX_EPOCH_KEYS) {
      const keys = list
        .slice(at, at + MAX_EPOCH_KEYS)
        .map((device) => ({ device, sealed: sealTo(device, readKey) }))
      await writer.write(commons, { kind: 'epoch', after, body: { next: id, keys } })
    }
    const epochs = [...(entry.epochs ?? []), { id, readKey: hex(readKey) }]
    await book.update(commons, { ...commons.entry, epochs, writing: id })
    // The first word of the new epoch: whoever comes later reads what was before by it.
    await writer.write(commons, { kind: 'epoch', body: { before } })
    const link = book.link(commons)
    const epoch = logs.all().length - 1
    return { commons: commons.id, commonsName: entry.name, epoch, devices: devices.size, link }
  }

  /** Opens every epoch that counts and whose key can be had, and turns to the one that is written in. */
  async #takeUp(commons: OpenCommons): Promise<boolean> {
    const { entry } = commons
    const { all, current } = this.#parts.policy.standing(commons.id).keys!
    const known = new Set<CommonsId>([commons.id, ...(entry.epochs ?? []).map(({ id }) => id)])
    const fresh = all.flatMap(({ id }): EpochEntry[] => {
      const keys = known.has(id) ? null : this.#keyOf(commons, id)
      return keys ? [{ id, readKey: hex(keys.readKey) }] : []
    })
    for (const { id } of fresh) known.add(id)
    const written = entry.writing ?? commons.id
    // An epoch that a link named stands, as long as what leads to it hasn't all come: never back to an older one.
    const leads = all.some(({ id }) => id === written)
    const writing = leads && known.has(current) ? current : written
    if (fresh.length === 0 && writing === written) return false
    await this.#parts.book.update(commons, {
      ...entry,
      epochs: [...(entry.epochs ?? []), ...fresh],
      ...(writing !== commons.id && { writing }),
    })
    return true
  }

  /** The key of an epoch, sealed to this device or told by those who have it. What doesn't come to its id is another's. */
  #keyOf(commons: OpenCommons, id: CommonsId): CommonsKeys | null {
    const { given, told } = this.#parts.policy.standing(commons.id).keys!
    const { identity } = this.#parts.logs
    const sealed = identity && given.get(id)?.get(identity.device)
    const key = sealed && this.#parts.logs.unseal(sealed)
    const candidates = [...(key ? [key] : []), ...told]
    return candidates.map((one) => deriveCommonsKeys(one, false)).find((keys) => keys.id === id) ?? null
  }

  /** Says it once when the key was changed and this device wasn't given it. */
  #tell(commons: OpenCommons): void {
    const { entry, state } = commons
    const { current, all } = this.#parts.policy.standing(commons.id).keys!
    const known = current === commons.id || (entry.epochs ?? []).some(({ id }) => id === current)
    // Whoever came by a newer link than what was read so far isn't behind.
    const ahead = entry.writing !== undefined && !all.some(({ id }) => id === entry.writing)
    const outdated = !known && !ahead
    if (outdated && !state.outdated)
      this.#parts.findings.note(
        'key-outdated',
        `The key of "${entry.name}" was changed: this computer reads what was written until then, and nothing new. ` +
          'If you belong to it, ask a member for a new link and join by that.',
        { name: entry.name },
      )
    state.outdated = outdated
  }

  /**
   * Whoever had a part in the decision changes the key, and whose device was retired; the founder in any case. If several
   * do so at once, all turn to the same one.
   */
  #isToChange(commons: OpenCommons): boolean {
    const { logs, policy } = this.#parts
    const self = logs.identity?.person
    const { excluded, retired, vouches } = policy.standing(commons.id)
    if (!self || logs.retired !== null || excluded.has(self) || commons.state.outdated) return false
    const { founder } = commons.entry
    if (self === founder) return true
    const hasRight = [...vouches.values()].some(({ by, person }) => by === founder && person === self)
    const decided = [...excluded.values()].some(({ by }) => by.some(({ author }) => author === self))
    return hasRight && (decided || [...retired.values()].some(({ person }) => person === self))
  }

  /**
   * Devices that came to be known later, of people who have the key: the author of a change and the person's own devices hand it on.
   * Somebody who was taken in again has only the keys from before: whoever took them in gives them each that followed,
   * where they can read it, which is in the epoch before.
   */
  async #handOn(commons: OpenCommons): Promise<void> {
    const { policy, logs } = this.#parts
    const { keys } = policy.standing(commons.id)
    const self = logs.identity?.person
    const epoch = keys?.all.find(({ id }) => id === keys.current)
    if (!keys || !epoch || !self || logs.retired !== null || epoch.id !== commons.logs.writing.id) return
    const given = keys.given.get(epoch.id)
    const owned = commons.logs.logs()
    const persons = new Set(
      owned.flatMap((log) => (log.device && given?.has(log.device) ? [log.person] : [])),
    )
    const again = this.#takenInBy(commons, self)
    await this.#giveKey(
      commons,
      epoch,
      (person) => again.has(person) || (persons.has(person) && (epoch.author === self || person === self)),
    )
    if (again.size === 0) return
    for (const { from, ...before } of keys.all)
      if (from && before.id !== epoch.id)
        await this.#giveKey(commons, { ...before, from }, (one) => again.has(one))
  }

  /** Whom this person has said to take in again. */
  #takenInBy(commons: OpenCommons, self: PersonId): Set<PersonId> {
    const { statements, excluded } = this.#parts.policy.standing(commons.id)
    return new Set(
      statements.flatMap(({ person, record: { body } }) => {
        const meant = body['person'] as PersonId
        return person === self && body['ends'] === true && !excluded.has(meant) ? [meant] : []
      }),
    )
  }

  /** Seals the key of an epoch to those devices of people who are to have it that it wasn't given to yet. */
  async #giveKey(
    commons: OpenCommons,
    { id, from }: Pick<Epoch, 'id' | 'from'>,
    isMeant: (person: PersonId) => boolean,
  ): Promise<void> {
    const { policy, writer } = this.#parts
    const { keys, excluded, retired } = policy.standing(commons.id)
    const parent = from && commons.logs.epoch(from)
    const written = commons.logs.epoch(id)
    if (!parent || !written) return
    const given = keys?.given.get(id)
    const there = new Set(written.logs().map(({ device }) => device))
    const lacks = ({ device, person, bound }: LogState): DeviceId[] => {
      if (!bound || !device || !person || excluded.has(person) || retired.has(device)) return []
      return isMeant(person) && !given?.has(device) && !there.has(device) ? [device] : []
    }
    const lacking = [...new Set(commons.logs.logs().flatMap(lacks))]
    if (lacking.length === 0) return
    const sealed = lacking
      .slice(0, MAX_EPOCH_KEYS)
      .map((device) => ({ device, sealed: sealTo(device, written.keys.readKey) }))
    // With the right to it the record counts as a change: then it has to say whom it leaves out, as the change did.
    const after = this.#cited(commons)
    await writer.write(commons, { kind: 'epoch', after, body: { next: id, keys: sealed } }, parent)
  }

  #cited(commons: OpenCommons) {
    try {
      return citedBy(this.#parts, commons)
    } catch {
      return []
    }
  }
}
