import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Drafts, type EditsAuthor, openDrafts } from '@allmende/drafts'
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
}
