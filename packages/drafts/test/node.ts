import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { silentLogger, temporaryFolder } from '@allmende/testkit'
import type { Test } from 'tape'
import type { DraftHandle, DraftsOptions, EditsAuthor, RefusedChange } from '../src/contract.ts'
import { OpenDrafts } from '../src/drafts.ts'
import { COMMONS, DRAFT, MemoryLogs, MemoryRecords } from './memory-logs.ts'

/** One node: its logs in memory, its records, its drafts. */
export type Node = {
  logs: MemoryLogs
  records: MemoryRecords
  drafts: OpenDrafts
  refused: RefusedChange[]
  open(): Promise<DraftHandle>
  dir: string
}

export async function node(
  t: Test,
  name: string,
  options: Partial<DraftsOptions> & { logs?: MemoryLogs; records?: MemoryRecords } = {},
): Promise<Node> {
  const dir = options.dir ?? join(temporaryFolder(t), name)
  const logs = options.logs ?? new MemoryLogs(name)
  const records = options.records ?? new MemoryRecords()
  const drafts = new OpenDrafts({
    dir,
    logger: silentLogger,
    clock: { now: () => Date.now() },
    random: { bytes: (count) => randomBytes(count) },
    idleMs: 0,
    ...options,
  })
  const refused: RefusedChange[] = []
  drafts.on('refused', (change) => refused.push(change))
  const arrived = (of: EditsAuthor, block: number, entries: Uint8Array[]): void => {
    void drafts.ingest(COMMONS, of, block, entries)
  }
  logs.events.on('appended', arrived)
  await drafts.attach(logs, records)
  t.teardown(async () => {
    logs.events.off('appended', arrived)
    await drafts.close()
  })
  return { logs, records, drafts, refused, dir, open: () => drafts.open(COMMONS, DRAFT) }
}

/** What one writes arrives at the others, block by block. What is returned takes them apart, and together again. */
export function connect(...nodes: Node[]): (apart: boolean) => void {
  let held: (() => void)[] | null = null
  for (const from of nodes) {
    from.logs.events.on('appended', (of: EditsAuthor, _block: number, entries: Uint8Array[]) => {
      if (of.log !== from.logs.own.log) return
      const deliver = () => {
        for (const to of nodes) if (to !== from) to.logs.put(of, entries)
      }
      if (held) held.push(deliver)
      else deliver()
    })
  }
  return (apart) => {
    const waiting = held ?? []
    held = apart ? waiting : null
    if (!apart) for (const deliver of waiting) deliver()
  }
}
