import type { Seeded } from '@allmende/testkit'
import {
  type AnyRecord,
  type CommentRecord,
  type DeviceRecord,
  type DraftRecord,
  type GoodRecord,
  type KnownRecord,
  type ProfileRecord,
  type RecordId,
  type VouchRecord,
  DEVICE_PURPOSE,
  commonsIdOf,
  coreKeyOf,
  deviceIdOf,
  logKeyOf,
  personIdOf,
  recordId,
} from '../src/index.ts'

/** 32 bytes that differ from those of any other number. */
export const key = (n: number): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, at) => (n * 37 + at * 11) & 0xff)

export const LOG = logKeyOf(key(1))
export const THING: RecordId = recordId(LOG, 1, 0)
const CLOCK: [number, number] = [1_760_000_000_000, 0]

export const device: DeviceRecord = {
  kind: 'device',
  v: 1,
  clock: CLOCK,
  body: {
    purpose: DEVICE_PURPOSE,
    commons: commonsIdOf(key(2)),
    person: personIdOf(key(3)),
    device: deviceIdOf(key(4)),
    cores: { records: LOG, edits: coreKeyOf(key(5)), files: coreKeyOf(key(6)) },
    proof: key(7),
    name: 'Kitchen laptop',
  },
}

export const profile: ProfileRecord = {
  kind: 'profile',
  v: 1,
  clock: CLOCK,
  after: [THING],
  body: { name: 'Ada', about: 'Repairs radios.' },
}

export const vouch: VouchRecord = {
  kind: 'vouch',
  v: 1,
  clock: CLOCK,
  body: { person: personIdOf(key(8)), note: 'We share a workshop.' },
}

export const good: GoodRecord = {
  kind: 'good',
  v: 1,
  clock: CLOCK,
  body: {
    title: 'Lamp',
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    description: 'A lamp for the desk.',
    tags: ['lamp', 'desk'],
    language: 'en',
    version: '1.0',
    derivedFrom: recordId(LOG, 9, 2),
    files: {
      count: 2,
      bytes: 30,
      cores: [coreKeyOf(key(6))],
      entries: [
        { path: 'README.md', bytes: 10, hash: key(10), blob: [0, 0, 1, 0, 10] },
        { path: 'bin/slice', bytes: 20, hash: key(11), blob: [0, 1, 1, 10, 20], executable: true },
      ],
    },
  },
}

export const goodByList: GoodRecord = {
  kind: 'good',
  v: 1,
  clock: CLOCK,
  of: THING,
  after: [THING],
  body: {
    version: '2.0',
    files: {
      count: 5_000,
      bytes: 123_456,
      cores: [coreKeyOf(key(6))],
      list: { blob: [0, 7, 3, 70, 99_000], hash: key(12), bytes: 99_000 },
    },
  },
}

export const draft: DraftRecord = {
  kind: 'draft',
  v: 1,
  clock: CLOCK,
  body: {
    title: 'Manual',
    language: 'de',
    good: THING,
    base: THING,
    editors: 'invited',
    invited: [personIdOf(key(8))],
  },
}

export const comment: CommentRecord = {
  kind: 'comment',
  v: 1,
  clock: CLOCK,
  body: { text: 'Works well.', about: THING },
}

export const ALL: readonly KnownRecord[] = [device, profile, vouch, good, goodByList, draft, comment]

/** A record with some of its body replaced; `undefined` takes a field away. */
export function withBody(record: AnyRecord, body: { [field: string]: unknown }): AnyRecord {
  const merged = { ...record.body, ...body }
  return {
    ...record,
    body: Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)),
  }
}

/** Changes, cuts, doubles or fills a few places: what a fuzz throws at a decoder. */
export function mutate(bytes: Uint8Array, random: Seeded): Uint8Array {
  const out = [...bytes]
  for (let change = random.int(4); change >= 0; change--) {
    const at = random.int(Math.max(1, out.length))
    switch (random.int(6)) {
      case 0:
        out[at] = random.int(256)
        break
      case 1:
        out[at] = (out[at] ?? 0) ^ (1 << random.int(8))
        break
      case 2:
        out.splice(at, 1 + random.int(8))
        break
      case 3:
        out.splice(at, 0, ...random.bytes(1 + random.int(8)))
        break
      case 4:
        out.length = at
        break
      default:
        out.splice(at, 0, ...out.slice(at, at + random.int(40)))
    }
  }
  return Uint8Array.from(out)
}
