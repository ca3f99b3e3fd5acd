import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Drafts, type EditsAuthor, openDrafts } from '@allmende/drafts'
import { silentLogger } from '@allmende/testkit'
import * as Automerge from '@automerge/automerge'
import { median } from './median.ts'
import { replayFollowed } from '../traces/followed.ts'
import { readTrace as read, type TracePatch as Patch, traceMissing } from '../traces/read.ts'
import { COMMONS, DRAFT, MemoryLogs, MemoryRecords } from '../../packages/drafts/test/memory-logs.ts'

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
  megabytes: string
}

/** Edits of a change. */
const PER_BATCH = 100

export type DraftBenchOptions = {
  trace?: string
  perBatch?: number
  edits?: number
  log?: (line: string) => void
}

const TRACES = ['automerge-paper', 'rustcode', 'seph-blog1', 'sveltecomponent'].map(
  (name) => `sequential/${name}`,
)

export type DraftRow = {
  trace: string
  edits: number
  /** Typed until durable, against plain Automerge in the same batches; goal 1.5. */
  typing: number
  /** Typed through one node and seen by another over TCP, against plain Automerge doing both in one thread. */
  followed: number
  /** Bytes of the log against Automerge's own of the same batches; goal 1.5. */
  bytes: number
  /** Opened from its snapshot, and without one, against `Automerge.load`; goals 1.2 and 3. */
  openSnapshot: number
  openLogs: number
  loadSeconds: number
  /** Resident memory of this process: before, with the draft open, and after it was closed and its worker ended. */
  megabytes: string
}

export type DraftRowsOptions = {
  rounds?: number
  traces?: readonly string[]
  edits?: number
  log?: (line: string) => void
}

/** All histories of one typist, each through drafts and through plain Automerge in turns; medians of the rounds. */
export async function benchDraft(options: DraftRowsOptions = {}): Promise<DraftRow[]> {
  const { rounds = 3, traces = TRACES, edits, log = () => undefined } = options
  const rows: DraftRow[] = []
  for (const trace of traces.filter((name) => traceMissing(name) === false)) {
    const runs: DraftReplayRow[] = []
    const followed: number[] = []
    for (let round = 0; round < rounds; round++) {
      runs.push(await benchDraftReplay({ trace, log, ...(edits !== undefined && { edits }) }))
      followed.push(await followedRatio(trace, edits, log))
    }
    const middle = (of: (run: DraftReplayRow) => number): number => median(runs.map(of))
    rows.push({
      trace,
      edits: runs[0]!.edits,
      typing: middle(({ ratio }) => ratio),
      followed: median(followed),
      bytes: middle(({ bytesRatio }) => bytesRatio),
      openSnapshot: middle((run) => run.openSnapshotSeconds / run.loadSeconds),
      openLogs: middle((run) => run.openLogsSeconds / run.loadSeconds),
      loadSeconds: middle(({ loadSeconds }) => loadSeconds),
      megabytes: runs[0]!.megabytes,
    })
  }
  return rows
}

async function followedRatio(
  trace: string,
  edits: number | undefined,
  log: (line: string) => void,
): Promise<number> {
  const { patches, end } = readTrace(trace, edits)
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  try {
    const ours = await replayFollowed((name) => join(folder, name), patches, PER_BATCH)
    if (ours.texts[0] !== ours.texts[1] || (end !== null && ours.texts[0] !== end))
      throw new Error('the two came to different texts')
    const plain = followPlain(patches)
    log(
      `${trace}: typed ${ours.typedSeconds.toFixed(1)} s, followed ${ours.followedSeconds.toFixed(1)} s, plain Automerge ${plain.toFixed(1)} s`,
    )
    return ours.followedSeconds / plain
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same by Automerge alone: a change for each batch, and applied to a second document. */
function followPlain(patches: readonly Patch[]): number {
  const start = performance.now()
  let here = Automerge.from({ text: '' })
  let there = Automerge.clone(here)
  for (let from = 0; from < patches.length; from += PER_BATCH) {
    here = Automerge.change(here, (draft) => {
      for (const [at, del, ins] of patches.slice(from, from + PER_BATCH))
        Automerge.splice(draft, ['text'], at, del, ins)
    })
    there = Automerge.applyChanges(there, [Automerge.getLastLocalChange(here)!])[0]
  }
  return (performance.now() - start) / 1000
}

/** A recorded editing history replayed through a draft, and through plain Automerge in the same batches. */
export async function benchDraftReplay(options: DraftBenchOptions = {}): Promise<DraftReplayRow> {
  const { trace = 'sequential/automerge-paper', perBatch = PER_BATCH, log = () => undefined } = options
  const { patches, end } = readTrace(trace, options.edits)
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  try {
    const plain = replayPlain(patches, perBatch)
    log(`plain Automerge ${plain.seconds.toFixed(2)} s`)
    const logs = new MemoryLogs('anna')
    const ours = await replayDraft(folder, logs, patches, perBatch, end)
    log(`draft ${ours.seconds.toFixed(2)} s`)
    const megabytes = await memoryOfOpening(folder, logs)
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
      megabytes,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readTrace(name: string, limit = Infinity): { patches: Patch[]; end: string | null } {
  const trace = read<Trace>(name)
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
  const other = await drafts.open(COMMONS, `${DRAFT.slice(0, -1)}7` as typeof DRAFT)
  // A text alone is read without Automerge.
  await other.parts()
  const start = performance.now()
  const handle = await drafts.open(COMMONS, DRAFT)
  const text = await handle.text()
  const seconds = (performance.now() - start) / 1000
  if (end !== null && text !== end) throw new Error('opened with another text')
  await drafts.close()
  return seconds
}

/** Before, open, and after it was closed: wasm memory never shrinks, only the end of the worker gives it back. */
async function memoryOfOpening(folder: string, logs: MemoryLogs): Promise<string> {
  const megabytes = (): string => (process.memoryUsage().rss / 1024 / 1024).toFixed(0)
  const before = megabytes()
  const drafts = await draftsIn(folder, logs)
  await (await drafts.open(COMMONS, DRAFT)).text()
  const open = megabytes()
  await drafts.close()
  return `${before} → ${open} → ${megabytes()}`
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
