import { attestAsRoot } from '@allmende/logs'
import { DEVICES_FOR_VOTES, type FinalHead, retireStatement } from '@allmende/rules'
import { type DeviceId, MAX_FINAL_HEADS, type PersonId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { isStarter } from '../commons-file.ts'
import type { DeviceInfo, RetireRequest, RetireResult } from '../contract-devices.ts'
import { fail } from '../errors.ts'
import { inBackground } from '../in-background.ts'
import type { Parts } from '../parts.ts'
import type { OwnAccount } from './own-account.ts'
import { findDevice } from './list-devices.ts'

/**
 * Says in every commons that a device of one's own writes no more, with the heads of its logs as they are here. With the words
 * the root says it, and it holds at once; without, it is this device's word, which needs another's.
 * Throws DEVICE_UNKNOWN, DEVICE_HERE, DEVICE_BEHIND, DEVICE_VOTES, IDENTITY_WORDS, IDENTITY_OTHER.
 */
export async function retireDevice(
  parts: Parts,
  account: OwnAccount,
  devices: readonly DeviceInfo[],
  { device: wanted, words, anyway }: RetireRequest,
): Promise<RetireResult> {
  const found = findDevice(devices, wanted)
  const person = parts.logs.identity?.person
  if (!person) throw fail('DEVICE_UNKNOWN', { found: wanted })
  if (found.here) throw fail('DEVICE_HERE', { found: found.name ?? wanted })
  if (words === undefined && devices.length < DEVICES_FOR_VOTES)
    throw fail('DEVICE_VOTES', { expected: `${DEVICES_FOR_VOTES}`, found: `${devices.length}` })
  const device = found.device as DeviceId
  const all = parts.book.members().filter(({ entry }) => !isStarter(entry))
  const untold = all.reduce((sum, commons) => sum + blocksAway(account, commons, device), 0)
  if (untold > 0 && !anyway) throw fail('DEVICE_BEHIND', { found: `${untold}` })
  const said = []
  for (const commons of all) said.push(await sayIn(parts, commons, { person, device, words }))
  return { device, name: found.name, byRoot: words !== undefined, commons: said, refused: untold }
}

/** Blocks that the device said it had written and that aren't here: with these heads they'd be refused for ever. */
function blocksAway(account: OwnAccount, { id, logs }: OpenCommons, device: DeviceId): number {
  const told = account.document?.devices[device]?.heads[id] ?? []
  return told.reduce(
    (sum, { log, blocks }) => sum + Math.max(0, blocks - (logs.log(log)?.contiguous ?? 0)),
    0,
  )
}

async function sayIn(
  parts: Parts,
  commons: OpenCommons,
  of: { person: PersonId; device: DeviceId; words: string | undefined },
): Promise<RetireResult['commons'][number]> {
  const { person, device, words } = of
  const stays = finalHeads(commons, device)
  const bytes = retireStatement({ commons: commons.id, person, device, stays })
  const proof = words === undefined ? undefined : await attestAsRoot(person, words, bytes)
  const body = { person, device, stays, ...(proof && { proof }) }
  await parts.writer.write(commons, { kind: 'retire', body })
  return {
    id: commons.id,
    name: commons.entry.name,
    records: stays.reduce((sum, { records }) => sum + records, 0),
  }
}

function finalHeads({ logs }: OpenCommons, device: DeviceId): FinalHead[] {
  const heads = logs.heads()
  return logs
    .logs()
    .filter((log) => log.bound && log.device === device)
    .slice(0, MAX_FINAL_HEADS)
    .map(({ key, contiguous, edits }) => {
      const own = heads.find(({ core }) => core === edits)
      return { log: key, records: contiguous, edits: own?.contiguous ?? 0 }
    })
}

/** Takes in what was said about this person's devices: one that is retired stops writing, the others are told. */
export class Retirements {
  readonly #parts: Parts
  readonly #account: OwnAccount
  readonly #told = new Set<DeviceId>()

  constructor(parts: Parts, account: OwnAccount) {
    this.#parts = parts
    this.#account = account
  }

  start(): void {
    const { policy, book, logs, findings } = this.#parts
    if (logs.retired !== null) findings.note('device-retired', SELF)
    policy.onRenewed(() => inBackground(this.#parts.logger, 'taking in a retirement', this.look()))
    if (book.all().length > 0) inBackground(this.#parts.logger, 'taking in a retirement', this.look())
  }

  async look(): Promise<void> {
    const { policy, book, logs } = this.#parts
    const self = logs.identity
    if (!self) return
    for (const { id } of book.all()) {
      for (const [device, { person }] of policy.standing(id).retired) {
        if (person !== self.person || this.#told.has(device)) continue
        this.#told.add(device)
        if (device === self.device) await this.#stop()
        else await this.#note(device)
      }
    }
  }

  async #stop(): Promise<void> {
    const { logs, findings } = this.#parts
    if (logs.retired !== null) return
    await logs.stopWriting('the person has retired this device')
    findings.note('device-retired', SELF)
  }

  async #note(device: DeviceId): Promise<void> {
    const { findings, clock } = this.#parts
    const known = this.#account.document?.devices[device]
    if (known?.retired !== undefined) return
    const called = known ? `"${known.name}" (${device.slice(0, 8)})` : device.slice(0, 8)
    findings.note(
      'device-gone',
      `Your device ${called} was retired: what it writes from now on is refused by everybody.`,
      { device: called },
    )
    if (!known) return
    const at = clock.now()
    await this.#account.update((document) => {
      const now = document.devices[device]
      if (!now || now.retired !== undefined) return document
      return { ...document, devices: { ...document.devices, [device]: { ...now, retired: at } } }
    })
  }
}

const SELF =
  'You have retired this device: it writes no more, and what it wrote beyond its final heads is refused by everybody.'
