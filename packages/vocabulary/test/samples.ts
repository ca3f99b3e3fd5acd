import type { Seeded } from '@allmende/testkit'
import {
  type AnyRecord,
  type BuildRecord,
  type CommentRecord,
  type DeviceRecord,
  type DraftRecord,
  type EpochRecord,
  type ExcludeRecord,
  type GoodRecord,
  type KnownRecord,
  type KeeperRecord,
  type NodeRecord,
  type OutsideUseRecord,
  type PartsRecord,
  type ProfileRecord,
  type RecordId,
  type RetireRecord,
  type RetractionRecord,
  type SuggestionRecord,
  type VouchRecord,
  DEVICE_PURPOSE,
  commonsIdOf,
  coreKeyOf,
  deviceIdOf,
  logKeyOf,
  nodeIdOf,
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

/** A fork with everything a design can have. */
export const fork: GoodRecord = {
  kind: 'good',
  v: 1,
  clock: CLOCK,
  body: {
    title: 'Lamp with a longer arm',
    licence: 'CERN-OHL-S-2.0',
    type: 'design',
    derivedFrom: THING,
    derivation: 'changed',
    origin: 'allmende:…',
    merges: [recordId(LOG, 3, 0)],
    settles: [{ suggestion: recordId(LOG, 4, 1), accepted: false, reason: 'The arm would tip over.' }],
    maintainers: [personIdOf(key(8))],
    licences: [{ under: 'docs', licence: 'CC-BY-SA-4.0' }],
    roles: [{ role: 'making-instructions', at: 'docs/make.md', title: 'How to make it' }],
    credits: [
      { name: 'Ada', roles: ['author', 'licensor'], person: personIdOf(key(3)), email: 'ada@lamp.example' },
    ],
    funding: [{ name: 'Foundation for Lamps', award: 'FL-7' }],
    parts: {
      lines: [
        { name: 'Lamp head', good: THING, id: '1' },
        {
          name: 'Resistor 220 Ω',
          quantity: 2,
          places: ['R1', 'R2'],
          cost: { amount: '0.05', currency: 'EUR' },
        },
        {
          name: 'Aluminium tube 12 mm',
          quantity: 0.8,
          unit: 'metre',
          substitutes: [{ name: 'Steel tube', good: THING }],
        },
        { name: 'Soldering iron', action: 'use', equipment: recordId(LOG, 5, 0) },
        { name: 'Quiet switch', missing: true },
      ],
      more: [recordId(LOG, 2, 0)],
    },
    design: {
      function: 'Gives light.',
      technologyReadiness: 'OTRL-4',
      documentationReadiness: 'ODRL-3*',
      technologies: ['3DP'],
      mass: 850,
      size: { width: 100, height: 400, depth: 120 },
      tools: ['Saw'],
      made: true,
    },
    foreign: { okh1: { 'standards-used': [{ 'standard-title': 'EN 60598' }] } },
  },
}

export const article: GoodRecord = {
  kind: 'good',
  v: 1,
  clock: CLOCK,
  body: {
    title: 'On lamps',
    licence: 'CC-BY-4.0',
    type: 'publication',
    publication: {
      type: 'article-journal',
      DOI: '10.5555/lamps.7',
      author: [{ family: 'Lovelace', given: 'Ada' }],
      issued: { 'date-parts': [[2026, 5]] },
      'container-title': 'Journal of Lamps',
    },
  },
}

export const parts: PartsRecord = {
  kind: 'parts',
  v: 1,
  clock: CLOCK,
  body: { lines: [{ name: 'Screw M3 × 8', quantity: 4, good: THING }] },
}

export const build: BuildRecord = {
  kind: 'build',
  v: 1,
  clock: CLOCK,
  body: {
    about: THING,
    outcome: 'partly',
    amount: 2,
    text: 'One shines, one flickers.',
    problems: [{ part: 'Resistor 220 Ω', text: 'Gets hot; 470 Ω helps.' }],
    equipment: [{ name: 'Soldering iron', thing: recordId(LOG, 5, 0) }],
    materials: [{ name: 'Steel tube', quantity: 1.6, unit: 'metre', good: THING }],
    effort: 3.5,
    repairability: 4,
    ease: 2,
    commercial: false,
    finished: '2026-10-03',
    files: {
      count: 1,
      bytes: 10,
      cores: [coreKeyOf(key(6))],
      entries: [{ path: 'photo.jpg', bytes: 10, hash: key(10), blob: [0, 0, 1, 0, 10] }],
    },
    image: 'photo.jpg',
    licence: 'CC-BY-SA-4.0',
  },
}

export const suggestion: SuggestionRecord = {
  kind: 'suggestion',
  v: 1,
  clock: CLOCK,
  body: {
    about: THING,
    title: 'A longer arm',
    text: 'It reaches the whole desk.',
    offers: recordId(LOG, 6, 0),
  },
}

export const outsideUse: OutsideUseRecord = {
  kind: 'outside-use',
  v: 1,
  clock: CLOCK,
  body: {
    about: THING,
    by: 'Lamps Ltd',
    how: 'Sold as a kit.',
    returned: 'source',
    text: 'They sent their drawings of the arm.',
    evidence: 'https://lamps.example/open',
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

export const node: NodeRecord = {
  kind: 'node',
  v: 1,
  clock: CLOCK,
  body: { node: nodeIdOf(key(9)), proof: Uint8Array.from({ length: 64 }, (_, at) => at) },
}

export const exclude: ExcludeRecord = {
  kind: 'exclude',
  v: 1,
  clock: CLOCK,
  after: [THING],
  body: {
    person: personIdOf(key(8)),
    note: 'Sold what we lent, and threatened whoever asked.',
    stays: [{ log: LOG, records: 12, edits: 3 }],
  },
}

export const epoch: EpochRecord = {
  kind: 'epoch',
  v: 1,
  clock: CLOCK,
  after: [THING],
  body: {
    next: commonsIdOf(key(5)),
    keys: [{ device: deviceIdOf(key(6)), sealed: Uint8Array.from({ length: 80 }, (_, at) => at) }],
  },
}

export const keeper: KeeperRecord = {
  kind: 'keeper',
  v: 1,
  clock: CLOCK,
  body: { node: nodeIdOf(key(9)), name: 'Bert’s attic' },
}

export const retraction: RetractionRecord = {
  kind: 'retraction',
  v: 1,
  clock: CLOCK,
  after: [THING],
  body: { about: THING, note: 'It has a face in it.' },
}

export const retire: RetireRecord = {
  kind: 'retire',
  v: 1,
  clock: CLOCK,
  body: {
    person: personIdOf(key(3)),
    device: deviceIdOf(key(4)),
    stays: [{ log: LOG, records: 12, edits: 3 }],
    proof: Uint8Array.from({ length: 107 }, (_, at) => at),
  },
}

export const ALL: readonly KnownRecord[] = [
  device,
  profile,
  vouch,
  good,
  goodByList,
  fork,
  article,
  parts,
  build,
  suggestion,
  outsideUse,
  draft,
  comment,
  node,
  retire,
  exclude,
  epoch,
  keeper,
  retraction,
]

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
