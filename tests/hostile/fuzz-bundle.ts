import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deriveCommonsKeys } from '@allmende/logs'
import { type AllmendeNode, openNode } from '@allmende/node'
import { seeded, type Seeded, temporaryFolder, type Teardown } from '@allmende/testkit'
import { nodeKeyPair } from '@allmende/transports'
import { BundleWriter, readBundle } from '@allmende/transports/bundle'
import { decodeLink } from '@allmende/vocabulary'

export type FuzzReport = {
  /** How many of each kind of change were tried. */
  readonly tried: Record<string, number>
  /** What was accepted, with its number: must stay empty. */
  readonly accepted: string[]
  /** Errors that are no refusals: must stay empty. */
  readonly crashed: string[]
  readonly unchanged: boolean
  /** The untouched bundle is taken afterwards. */
  readonly stillOpens: boolean
}

type Bundle = { readonly whole: Buffer; readonly other: Buffer; readonly replicateKey: Uint8Array }

/** Where things lie in a bundle: magic, version, salt, key; and at its end the signature. */
const FRONT = 16 + 1 + 32 + 32
const END = 1 + 64

/** Opens so many bundles that were changed in seeded ways, and looks whether anything of them was taken. */
export async function fuzzBundles(t: Teardown, count: number, seed: string): Promise<FuzzReport> {
  const folder = temporaryFolder(t)
  const random = seeded(seed)
  const { bundle, link } = await sample(t, folder)
  const reader = await nodeIn(t, join(folder, 'reader'))
  await reader.joinCommons({ link })
  const before = await stateOf(reader)
  const report = { tried: {} as Record<string, number>, accepted: [] as string[], crashed: [] as string[] }
  const file = join(folder, 'changed.bundle')
  for (let at = 0; at < count; at++) {
    const [name, change] = random.pick(CHANGES)
    const changed = await change(bundle, random, folder)
    if (changed.equals(bundle.whole)) continue
    report.tried[name] = (report.tried[name] ?? 0) + 1
    writeFileSync(file, changed)
    const outcome = await reader.openBundle({ file }).then(
      () => 'accepted',
      (error: Error & { code?: string }) => error.code ?? `crashed: ${error.stack ?? error.message}`,
    )
    if (outcome === 'accepted') report.accepted.push(`${name} (number ${at})`)
    else if (!outcome.startsWith('BUNDLE_')) report.crashed.push(`${name} (number ${at}): ${outcome}`)
  }
  const unchanged = (await stateOf(reader)) === before
  writeFileSync(file, bundle.whole)
  const opened = await reader.openBundle({ file })
  return { ...report, unchanged, stillOpens: (opened.commons[0]?.records ?? 0) > 2 }
}

async function nodeIn(t: Teardown, home: string): Promise<AllmendeNode> {
  const node = await openNode({ home, internet: false, lan: false, host: '127.0.0.1' })
  t.teardown(() => node.close())
  return node
}

/** A bundle with two commons in it, one of which the reader isn't in; and another bundle of the same. */
async function sample(t: Teardown, folder: string): Promise<{ bundle: Bundle; link: string }> {
  const writer = await nodeIn(t, join(folder, 'writer'))
  const { link } = await writer.createCommons({ name: 'Workshop', public: true })
  await writer.createCommons({ name: 'Family', public: false })
  const commons = 'Workshop'
  await writer.profile({ name: 'Ada' })
  const draft = await writer.createDraft({ editors: 'commons', title: 'Plan', text: 'One.\n', commons })
  const shared = join(folder, 'a.txt')
  writeFileSync(shared, 'a lamp\n'.repeat(2_000))
  await writer.share({ path: shared, title: 'Lamp', licence: 'CC-BY-4.0', type: 'text', commons })
  const [whole, other] = [join(folder, 'whole.bundle'), join(folder, 'other.bundle')]
  await writer.createBundle({ file: whole })
  await writer.editDraft({ draft: draft.id, text: 'One.\nTwo.\n' })
  await writer.createBundle({ file: other })
  const decoded = decodeLink(link)
  if (decoded.type !== 'commons') throw new Error('no link of a commons')
  const { replicateKey } = deriveCommonsKeys(decoded.readKey, decoded.public)
  return { bundle: { whole: readFileSync(whole), other: readFileSync(other), replicateKey }, link }
}

/** Everything that a node has, to be compared. */
async function stateOf(node: AllmendeNode): Promise<string> {
  const hash = createHash('sha256')
  for (const { id } of await node.listCommons())
    for await (const { id: record, bytes } of node.exportRecords(id)) hash.update(record).update(bytes)
  return JSON.stringify([hash.digest('hex'), await node.check({})])
}

type Change = (bundle: Bundle, random: Seeded, folder: string) => Buffer | Promise<Buffer>

const CHANGES: readonly (readonly [string, Change])[] = [
  ['a bit', ({ whole }, random) => flipped(whole, random, 1)],
  ['some bits', ({ whole }, random) => flipped(whole, random, 2 + random.int(30))],
  ['cut off', ({ whole }, random) => whole.subarray(0, random.int(whole.length))],
  ['a piece taken out', ({ whole }, random) => without(whole, random)],
  ['a piece doubled', ({ whole }, random) => doubled(whole, random)],
  ['something behind it', ({ whole }, random) => Buffer.concat([whole, random.bytes(1 + random.int(300))])],
  ['a length', ({ whole }, random) => withLength(whole, random)],
  ['a part of another', ({ whole, other }, random) => crossed(whole, other, random)],
  [
    'the front of another',
    ({ whole, other }) => Buffer.concat([other.subarray(0, FRONT), whole.subarray(FRONT)]),
  ],
  [
    'the end of another',
    ({ whole, other }) => Buffer.concat([whole.subarray(0, -END), other.subarray(-END)]),
  ],
  ['signed by a member, with something wrong in it', rewritten],
  ['nothing but noise', (_, random) => Buffer.from(random.bytes(random.int(5_000)))],
]

function flipped(whole: Buffer, random: Seeded, count: number): Buffer {
  const copy = Buffer.from(whole)
  for (let done = 0; done < count; done++) copy[random.int(copy.length)]! ^= 1 << random.int(8)
  return copy
}

function without(whole: Buffer, random: Seeded): Buffer {
  const from = random.int(whole.length)
  return Buffer.concat([whole.subarray(0, from), whole.subarray(from + 1 + random.int(2_000))])
}

function doubled(whole: Buffer, random: Seeded): Buffer {
  const from = random.int(whole.length)
  const piece = whole.subarray(from, from + 1 + random.int(2_000))
  return Buffer.concat([whole.subarray(0, from), piece, whole.subarray(from)])
}

function withLength(whole: Buffer, random: Seeded): Buffer {
  const copy = Buffer.from(whole)
  // The length of the first frame: behind kind, name, seal and header of the first section.
  copy.writeUInt32LE(
    Number(random.pick([0, 1, 17, 70_000, 0x7fff_ffff, 0xffff_ffff])),
    FRONT + 1 + 32 + 112 + 24,
  )
  return copy
}

function crossed(whole: Buffer, other: Buffer, random: Seeded): Buffer {
  const at = FRONT + random.int(whole.length - FRONT)
  return Buffer.concat([whole.subarray(0, at), other.subarray(at)])
}

/** Somebody who is in the commons can sign a bundle. What authors have signed they can't alter, nor the form. */
async function rewritten({ whole, replicateKey }: Bundle, random: Seeded, folder: string): Promise<Buffer> {
  const [from, to] = [join(folder, 'from.bundle'), join(folder, 'to.bundle')]
  writeFileSync(from, whole)
  const items: Buffer[] = []
  const section = () => ({ item: (bytes: Uint8Array) => items.push(Buffer.from(bytes)) })
  await readBundle({ file: from, secrets: [replicateKey], section })
  // Heads and versions are the writer's own word: those may say anything.
  const pieces = items.flatMap((item, at) => (item[0] === 4 ? [at] : []))
  const at = random.pick(pieces)
  const item = items[at]!
  const what = random.int(4)
  if (what === 0) item[1 + random.int(item.length - 1)]! ^= 1 << random.int(8)
  if (what === 1) items[at] = item.subarray(0, random.int(item.length))
  if (what === 2) items.splice(at, 1)
  if (what === 3) items[at] = Buffer.concat([item, random.bytes(1 + random.int(20))])
  const keyPair = nodeKeyPair(random.bytes(32))
  const writer = await BundleWriter.create({ file: to, keyPair, random, replace: true })
  await writer.begin(replicateKey)
  for (const one of items) await writer.item(one)
  await writer.end()
  await writer.finish()
  return readFileSync(to)
}
