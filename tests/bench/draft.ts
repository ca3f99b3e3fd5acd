import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type DraftHandle, type Drafts, type EditsAuthor, openDrafts } from '@allmende/drafts'
import { silentLogger } from '@allmende/testkit'
import * as Automerge from '@automerge/automerge'
import { COMMONS, DRAFT, MemoryLogs, MemoryRecords } from '../../packages/drafts/test/memory-logs.ts'

type Patch = [at: number, del: number, ins: string]
type Trace = { endContent: string; txns: { patches: Patch[] }[] }

export type DraftReplayRow = {
  trace: string
  edits: number
  perBatch: number
  plainSeconds: number
  draftSeconds: number
  /** Draft against plain Automerge, same batches. */
  ratio: number
  plainBytes: number
  logBytes: number
  bytesRatio: number
  loadSeconds: number
  openSnapshotSeconds: number
  openLogsSeconds: number
  snapshotBytes: number
}

export type DraftBenchOptions = {
  trace?: string
  perBatch?: number
  edits?: number
  log?: (line: string) => void
}

const TRACES = process.env['ALLMENDE_TRACES'] ?? join(import.meta.dirname, '../../../shared/data/traces')

/** A recorded editing history replayed through a draft, and through plain Automerge in the same batches. */
export async function benchDraftReplay(options: DraftBenchOptions = {}): Promise<DraftReplayRow> {
  const { trace = 'sequential/automerge-paper', perBatch = 100, log = () => undefined } = options
  const { patches, end } = readTrace(trace, options.edits)
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  try {
    const plain = replayPlain(patches, perBatch)
    log(`plain Automerge ${plain.seconds.toFixed(2)} s`)
    const logs = new MemoryLogs('anna')
    const ours = await replayDraft(folder, logs, patches, perBatch, end)
    log(`draft ${ours.seconds.toFixed(2)} s`)
    const fromSnapshot = await timeOpening(folder, logs, end)
    const file = join(folder, COMMONS, `${DRAFT}.snapshot`)
    const snapshotBytes = statSync(file).size
    rmSync(folder, { recursive: true })
    const fromLogs = await timeOpening(folder, logs, end)
    log(
      `load ${plain.loadSeconds.toFixed(3)} s, open ${fromSnapshot.toFixed(3)} s, from logs ${fromLogs.toFixed(3)} s`,
    )
    return {
      trace,
      edits: patches.length,
      perBatch,
      plainSeconds: plain.seconds,
      draftSeconds: ours.seconds,
      ratio: ours.seconds / plain.seconds,
      plainBytes: plain.bytes,
      logBytes: logs.bytes(),
      bytesRatio: logs.bytes() / plain.bytes,
      loadSeconds: plain.loadSeconds,
      openSnapshotSeconds: fromSnapshot,
      openLogsSeconds: fromLogs,
      snapshotBytes,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export type DraftLiveRow = {
  writers: number
  characters: number
  editsPerSecond: number
  appendGetP50: number
  editVisibleP50: number
  editVisibleP99: number
  missing: number
}

/**
 * Writers at once on a draft of some size, each a set of drafts with a worker of its own, joined by logs in memory:
 * what drafts themselves cost from an edit to its being visible at the others, beside an append→get on such a log.
 */
export async function benchDraftLive(
  options: { writers?: number; characters?: number; editsPerSecond?: number; seconds?: number } = {},
): Promise<DraftLiveRow> {
  const { writers = 3, characters = 18_000, editsPerSecond = 20, seconds = 10 } = options
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const nodes: LiveNode[] = []
  try {
    for (let index = 0; index < writers; index++) nodes.push(await liveNode(folder, `writer ${index}`, nodes))
    await fill(nodes, characters)
    const sent = new Map<string, number>()
    const latencies: number[] = []
    for (const one of nodes) watch(one, sent, latencies)
    await Promise.all(nodes.map((one, index) => type(one, index, sent, editsPerSecond, seconds)))
    const texts = await settled(nodes)
    if (new Set(texts).size !== 1) throw new Error('the writers do not agree')
    const sorted = latencies.toSorted((a, b) => a - b)
    return {
      writers,
      characters,
      editsPerSecond,
      appendGetP50: await appendGet(),
      editVisibleP50: sorted[Math.floor(sorted.length / 2)] ?? NaN,
      editVisibleP99: sorted[Math.floor(sorted.length * 0.99)] ?? NaN,
      missing: sent.size * (writers - 1) - latencies.length,
    }
  } finally {
    for (const one of nodes) await one.handle.close().then(() => one.drafts.close())
    rmSync(folder, { recursive: true, force: true })
  }
}

type LiveNode = { logs: MemoryLogs; drafts: Drafts; handle: DraftHandle }

async function liveNode(folder: string, name: string, others: LiveNode[]): Promise<LiveNode> {
  const logs = new MemoryLogs(name)
  const drafts = await draftsIn(join(folder, name), logs)
  logs.events.on('appended', (of: EditsAuthor, _block: number, entries: Uint8Array[]) => {
    if (of.log === logs.own.log)
      for (const other of others) if (other.logs !== logs) other.logs.put(of, entries)
  })
  return { logs, drafts, handle: await drafts.open(COMMONS, DRAFT) }
}

async function fill(nodes: LiveNode[], characters: number): Promise<void> {
  const first = nodes[0]!.handle
  first.splice(0, 0, '.'.repeat(characters))
  await first.flush()
  await settled(nodes, characters)
}

/** Each edit is one private character, so that it is recognised where it becomes visible. */
function watch(one: LiveNode, sent: Map<string, number>, latencies: number[]): void {
  one.handle.on('changed', ({ patches }) => {
    for (const { ins } of patches) {
      for (const character of ins) {
        const at = sent.get(character)
        if (at !== undefined) latencies.push(performance.now() - at)
      }
    }
  })
}

async function type(
  { handle }: LiveNode,
  index: number,
  sent: Map<string, number>,
  perSecond: number,
  seconds: number,
): Promise<void> {
  let length = (await handle.text()).length
  handle.on('changed', ({ patches }) => {
    for (const { del, ins } of patches) length += ins.length - del
  })
  const start = performance.now() + (index * 1000) / perSecond / 3
  for (let edit = 0; edit < perSecond * seconds; edit++) {
    const wait = start + (edit * 1000) / perSecond - performance.now()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)))
    const character = String.fromCharCode(0x4e00 + index * 5000 + edit)
    sent.set(character, performance.now())
    handle.splice(Math.floor(Math.random() * length), 0, character)
    length++
  }
  await handle.flush()
}

async function settled(nodes: LiveNode[], length?: number): Promise<string[]> {
  for (let round = 0; round < 500; round++) {
    const texts = await Promise.all(nodes.map(({ handle }) => handle.text()))
    if (new Set(texts).size === 1 && (length === undefined || texts[0]!.length === length)) return texts
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return Promise.all(nodes.map(({ handle }) => handle.text()))
}

async function appendGet(): Promise<number> {
  const logs = new MemoryLogs('raw')
  const times: number[] = []
  for (let index = 0; index < 200; index++) {
    const start = performance.now()
    await logs.appendEdits([randomBytes(120)], logs.own.edits)
    for await (const _ of logs.readEdits(logs.own.log, index + 1)) break
    times.push(performance.now() - start)
  }
  return times.toSorted((a, b) => a - b)[100]!
}

function readTrace(name: string, limit = Infinity): { patches: Patch[]; end: string | null } {
  const trace = JSON.parse(gunzipSync(readFileSync(join(TRACES, `${name}.json.gz`))).toString()) as Trace
  const patches = trace.txns.flatMap((txn) => txn.patches)
  if (patches.length > limit) return { patches: patches.slice(0, limit), end: null }
  return { patches, end: trace.endContent }
}

function replayPlain(
  patches: Patch[],
  perBatch: number,
): { seconds: number; bytes: number; loadSeconds: number } {
  const start = performance.now()
  let doc = Automerge.from({ text: '' })
  let bytes = 0
  for (let from = 0; from < patches.length; from += perBatch) {
    const batch = patches.slice(from, from + perBatch)
    doc = Automerge.change(doc, (draft) => {
      for (const [at, del, ins] of batch) Automerge.splice(draft, ['text'], at, del, ins)
    })
    bytes += Automerge.getLastLocalChange(doc)!.length
  }
  const seconds = (performance.now() - start) / 1000
  const saved = Automerge.save(doc)
  const before = performance.now()
  Automerge.load(saved)
  return { seconds, bytes, loadSeconds: (performance.now() - before) / 1000 }
}

async function replayDraft(
  folder: string,
  logs: MemoryLogs,
  patches: Patch[],
  perBatch: number,
  end: string | null,
): Promise<{ seconds: number }> {
  const drafts = await draftsIn(folder, logs)
  const handle = await drafts.open(COMMONS, DRAFT)
  const start = performance.now()
  const flushes: Promise<void>[] = []
  for (let from = 0; from < patches.length; from += perBatch) {
    for (const [at, del, ins] of patches.slice(from, from + perBatch)) handle.splice(at, del, ins)
    flushes.push(handle.flush())
    // A person lets the program breathe between two bursts; so does this.
    if (flushes.length % 8 === 0) await flushes[flushes.length - 8]
  }
  await Promise.all(flushes)
  const text = await handle.text()
  const seconds = (performance.now() - start) / 1000
  if (end !== null && text !== end) throw new Error('the replay came to another text')
  await handle.close()
  await drafts.close()
  return { seconds }
}

async function timeOpening(folder: string, logs: MemoryLogs, end: string | null): Promise<number> {
  const drafts = await draftsIn(folder, logs)
  // The worker and its wasm module are there already when a person opens a second draft.
  await (await drafts.open(COMMONS, `${DRAFT.slice(0, -1)}7` as typeof DRAFT)).text()
  const start = performance.now()
  const handle = await drafts.open(COMMONS, DRAFT)
  const text = await handle.text()
  const seconds = (performance.now() - start) / 1000
  if (end !== null && text !== end) throw new Error('opened with another text')
  await drafts.close()
  return seconds
}

async function draftsIn(dir: string, logs: MemoryLogs): Promise<Drafts> {
  const clock = { now: () => Date.now() }
  const random = { bytes: (count: number) => randomBytes(count) }
  const drafts = await openDrafts({ dir, logger: silentLogger, clock, random, idleMs: 60_000 })
  logs.events.on('appended', (of: EditsAuthor, block: number, entries: Uint8Array[]) => {
    void drafts.ingest(COMMONS, of, block, entries)
  })
  await drafts.attach(logs, new MemoryRecords())
  return drafts
}

if (import.meta.main) {
  console.log(
    await benchDraftReplay({ log: (line) => console.log(line), edits: Number(process.argv[2] ?? Infinity) }),
  )
  console.log(await benchDraftLive())
}
