import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { seeded, type Seeded, temporaryFolder } from '@allmende/testkit'
import * as Automerge from '@automerge/automerge'
import test from 'tape'
import { encodeChange } from '../src/change/encode.ts'
import { parseChange } from '../src/change/parse.ts'
import type { TextPatch } from '../src/contract.ts'
import { GENESIS_PARTS_HASH } from '../src/genesis.ts'
import type { Submission } from '../src/judge.ts'
import { applyPatches } from '../src/splices.ts'
import { DraftDocument } from '../src/worker/document.ts'
import { TextEngine } from '../src/worker/engine.ts'
import { LiveText } from '../src/worker/live-text.ts'
import { hashOf, Writer } from './writer.ts'

const SEED = 'live text 1'
const PIECES = ['a', 'bc', 'some words ', '😀', 'é', 'e\u0301', '👩‍👩‍👧', '\r\n', '日本']

/** Changes of several who write apart and at once, in an order in which they can be applied. */
function changes(random: Seeded, writers: number, count: number): Uint8Array[] {
  const all: { by: number; change: Uint8Array }[] = []
  const people = Array.from({ length: writers }, (_, index) => new Writer(`writer ${index}`))
  const seen = people.map(() => 0)
  for (let round = 0; round < count; round++) {
    const by = random.int(writers)
    const writer = people[by]!
    if (random.chance(0.4)) {
      writer.receive(
        ...all
          .slice(seen[by])
          .filter((one) => one.by !== by)
          .map(({ change }) => change),
      )
      seen[by] = all.length
    }
    const text = writer.engine.text()
    const at = whole(text, random.int(text.length + 1))
    const end = whole(text, Math.min(text.length, at + (random.chance(0.4) ? random.int(8) : 0)))
    all.push({ by, change: writer.write({ at, del: end - at, ins: random.pick(PIECES) }) })
  }
  return all.map(({ change }) => change)
}

function whole(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at
}

test('D30 the live text shows every change where Automerge shows it', (t) => {
  let bad = 0
  for (let round = 0; round < 12; round++) {
    const random = seeded(`${SEED} ${round}`)
    const live = new LiveText()
    const engine = TextEngine.empty()
    let shown = ''
    for (const change of changes(random, 3, 60)) {
      engine.apply([change])
      shown = applyPatches(shown, live.apply(change))
      if ((shown !== engine.text() || shown !== live.text() || shown.length !== live.length) && bad++ === 0) {
        t.fail(`seed ${SEED} ${round}: ${shown} / ${engine.text()}`)
      }
    }
  }
  t.equal(bad, 0)
  t.end()
})

test('D83 a live text that was kept goes on as the one it was kept of', (t) => {
  let bad = 0
  for (let round = 0; round < 12; round++) {
    const random = seeded(`${SEED} kept ${round}`)
    const all = changes(random, 3, 80)
    const live = new LiveText()
    for (const change of all.slice(0, 50)) live.apply(change)
    const again = LiveText.of(structuredClone(live.state()))
    const same = (): boolean =>
      again.length === live.length &&
      isDeepStrictEqual([...again.characters()], [...live.characters()]) &&
      isDeepStrictEqual(again.state(), live.state())
    if (!same() && bad++ === 0) t.fail(`seed ${SEED} kept ${round}`)
    for (const change of all.slice(50))
      if (!isDeepStrictEqual(again.apply(change), live.apply(change)) && bad++ === 0)
        t.fail(`seed ${SEED} kept ${round}, later`)
    if (!same() && bad++ === 0) t.fail(`seed ${SEED} kept ${round}, in the end`)
  }
  t.equal(bad, 0)
  t.deepEqual(LiveText.of(new LiveText().state()).text(), '', 'an empty one, too')
  t.end()
})

test('D30 a change made from the live text is, byte for byte, one that Automerge writes', (t) => {
  const random = seeded(`${SEED} encode`)
  const actor = 'ab'.repeat(16)
  const engine = TextEngine.empty(actor)
  const live = new LiveText()
  let last = 1
  for (const change of changes(random, 3, 60)) {
    engine.apply([change])
    live.apply(change)
    const { startOp, count } = parseChange(change)
    last = Math.max(last, startOp + count - 1)
  }
  let [bad, seq] = [0, 1]
  for (let round = 0; round < 200; round++) {
    const text = live.text()
    const operations = []
    const startOp = last + 1
    for (let edit = 0; edit <= random.int(3); edit++) {
      const now = live.text()
      const at = whole(now, random.int(now.length + 1))
      const end = whole(now, Math.min(now.length, at + (random.chance(0.5) ? random.int(30) : 0)))
      const ins = random.chance(0.8) ? random.pick(PIECES).repeat(1 + random.int(40)) : ''
      if (end === at && ins === '') continue
      operations.push(...live.edit({ at, del: end - at, ins }, actor, startOp + operations.length))
    }
    if (operations.length === 0) continue
    const change = encodeChange({ actor, seq: seq++, startOp, time: round, deps: engine.heads(), operations })
    const again = Automerge.encodeChange(Automerge.decodeChange(change))
    if (hashOf(again) !== hashOf(change) || parseChange(change).count !== operations.length) bad++
    last += operations.length
    engine.apply([change])
    if (engine.text() !== live.text() && bad++ === 0) t.fail(`round ${round}: ${text}`)
  }
  t.equal(bad, 0)
  t.equal(TextEngine.load(engine.save()).text(), live.text(), 'and it can be saved and loaded')
  t.end()
})

test('D81 thousands put apart into one place hold nobody up: Automerge takes over, and all see the same', (t) => {
  const log = (actor: string): Submission => {
    const operations = Array.from({ length: 6_000 }, (_, index) => ({ key: null, text: 'abc'[index % 3]! }))
    const change = encodeChange({
      actor,
      seq: 1,
      startOp: 5,
      time: 1,
      deps: [GENESIS_PARTS_HASH],
      operations,
    })
    return { log: actor, block: 1, index: 0, actor, allowed: true, change }
  }
  const logs = ['ab', 'cd', 'ef'].map((name) => log(name.repeat(16)))
  let shown = ''
  const document = new DraftDocument(
    join(temporaryFolder(t), 'snapshot'),
    new Map(),
    {
      told: ({ patches }: { patches: TextPatch[] }) => (shown = applyPatches(shown, patches)),
      refused: () => undefined,
    },
    0,
  )
  document.join(1)
  const one = new LiveText()
  one.apply(logs[0]!.change)
  t.notOk(one.isOverrun)
  one.apply(logs[1]!.change)
  t.ok(one.isOverrun, 'it takes too long')
  for (const submission of logs) {
    document.submit([submission], [])
    document.apply()
  }
  t.equal(shown.length, 18_000)
  t.equal(shown, document.read().text)
  const engine = TextEngine.empty()
  engine.apply(logs.map(({ change }) => change))
  t.equal(shown, engine.text())
  const whole = new LiveText()
  whole.load(logs.map(({ change }) => change))
  t.equal(shown, whole.text(), 'as a history read at once it takes no longer than any other')
  document.free()
  t.end()
})

test('D20 several who edit and follow live come to the same text, and Automerge to the same', (t) => {
  let bad = 0
  for (let round = 0; round < 6; round++) {
    const random = seeded(`${SEED} editing ${round}`)
    const logs: Submission[][] = [[], [], []]
    const editors = logs.map((log, index) => new Editor(join(temporaryFolder(t), 'snapshot'), index, log))
    for (let step = 0; step < 60; step++) {
      const editor = random.pick(editors)
      if (random.chance(0.5)) editor.receive(logs)
      editor.edit(random)
      if (random.chance(0.1)) editor.document.settle()
    }
    for (const editor of editors) editor.receive(logs)
    const texts = editors.flatMap(({ document, shown }) => {
      const { text, heads } = document.read()
      document.settle()
      return [text, shown, document.read(heads).text]
    })
    if (new Set(texts).size > 1 && bad++ === 0)
      t.fail(`seed ${SEED} editing ${round}: ${JSON.stringify(texts)}`)
    if (!texts[0]!.isWellFormed()) bad++
  }
  t.equal(bad, 0)
  t.end()
})

/** One editor with a live document; edits go out as they are made and come in when asked for. */
class Editor {
  readonly document: DraftDocument
  readonly #actor: string
  readonly #log: Submission[]
  readonly #seen = new Map<Submission[], number>()
  #version = 0
  shown = ''

  constructor(file: string, index: number, log: Submission[]) {
    this.#actor = `${index}a`.repeat(16)
    this.#log = log
    const told = ({ version, patches }: { version: number; patches: TextPatch[] }): void => {
      this.#version = version
      this.shown = applyPatches(this.shown, patches)
    }
    this.document = new DraftDocument(file, new Map(), { told, refused: () => undefined }, 0)
    this.document.join(1)
    this.document.editing.become(this.#actor)
  }

  receive(logs: Submission[][]): void {
    for (const log of logs) {
      if (log === this.#log) continue
      this.document.submit(log.slice(this.#seen.get(log) ?? 0), [])
      this.#seen.set(log, log.length)
    }
    this.document.apply()
  }

  edit(random: Seeded): void {
    const batch: TextPatch[] = []
    for (let count = random.int(3); count >= 0; count--) {
      const at = random.int(this.shown.length + 1)
      const del = random.chance(0.4) ? random.int(Math.min(6, this.shown.length - at) + 1) : 0
      const patch = { at, del, ins: random.pick(PIECES) }
      this.shown = applyPatches(this.shown, [patch])
      batch.push(patch)
    }
    const { changes, correction } = this.document.editing.edit(1, this.#version, [batch], 1)
    this.document.editing.correct(1, correction)
    for (const change of changes) {
      const block = this.#log.length + 1
      this.#log.push({ log: this.#actor, block, index: 0, actor: this.#actor, allowed: true, change })
    }
  }
}
