// What is done with the own logs before anything is written: the database is held against the journal.
import type Hypercore from 'hypercore'
import type { CoreKey } from '@allmende/vocabulary'
import type { CoreRole } from './contract.ts'
import type { JournalContent } from './journal.ts'
import type { OwnHead } from './journal-entry.ts'
import { ownManifest, ROLES, type Generation, type OwnCore, type OwnLogs } from './own-logs.ts'
import { same } from './signed-head.ts'
import type { Store } from './store.ts'

export type Recovery = {
  /** The heads to go on from. */
  heads: Map<CoreKey, OwnHead>
  replayed: { core: CoreKey; which: CoreRole; blocks: number }[]
  /** Own logs that the database and the journal tell different stories about: to be sealed. */
  broken: { generation: Generation; core: CoreKey; reason: string }[]
}

type Outcome = { head: OwnHead | null; replayed: number; broken: string | null }

/**
 * For each own core: the database has less than was acknowledged → the rest is appended again from the journal, the
 * same bytes with the same signature, so it is the same log. It has more → that was written but not acknowledged,
 * and is taken over. Both can't be brought together → the log is broken and must never be appended to.
 */
export async function recoverOwn(store: Store, own: OwnLogs, journal: JournalContent): Promise<Recovery> {
  const recovery: Recovery = { heads: new Map(journal.heads), replayed: [], broken: [] }
  const cores = own.all().flatMap((generation) => ROLES.map((which) => ({ generation, which })))
  const infos = await store.infos(cores.map(({ generation, which }) => generation.cores[which].key))
  for (const [at, { generation, which }] of cores.entries()) {
    const core = generation.cores[which]
    const outcome = await recoverCore(store, core, infos[at] ?? null, journal)
    if (outcome.head !== null) recovery.heads.set(core.key, outcome.head)
    if (outcome.replayed > 0) recovery.replayed.push({ core: core.key, which, blocks: outcome.replayed })
    if (outcome.broken !== null) recovery.broken.push({ generation, core: core.key, reason: outcome.broken })
  }
  return recovery
}

async function recoverCore(
  store: Store,
  core: OwnCore,
  info: Hypercore.CoreInfo | null,
  journal: JournalContent,
): Promise<Outcome> {
  const wanted = journal.heads.get(core.key)
  const length = info?.head?.length ?? 0
  if (wanted === undefined || length > wanted.length) return takeOver(store, core, info, wanted)
  if (length === wanted.length) {
    const equal = length === 0 || same(info?.head?.rootHash ?? Buffer.alloc(0), wanted.root)
    return equal ? fine(wanted) : broken('the database and the journal disagree about the last entry')
  }
  return redo(store, core, wanted, journal)
}

async function redo(store: Store, core: OwnCore, wanted: OwnHead, journal: JournalContent): Promise<Outcome> {
  const session = store.get({ key: core.key, manifest: ownManifest(core), active: false })
  try {
    await session.ready()
    const before = session.length
    for (const { head, from, blocks } of journal.appends) {
      if (head.core !== core.key || from !== session.length) continue
      await session.append(blocks.map(copy), { signature: copy(head.signature) })
    }
    const replayed = session.length - before
    if (session.length !== wanted.length) {
      const reason = `the database has ${session.length} of ${wanted.length} entries, and the journal lacks the rest`
      return { head: null, replayed, broken: reason }
    }
    const equal = same(session.state.hash(), wanted.root)
    return {
      head: wanted,
      replayed,
      broken: equal ? null : 'the entries written again do not give the same log',
    }
  } catch (error) {
    return broken(
      `the entries could not be written again: ${error instanceof Error ? error.message : 'unknown'}`,
    )
  } finally {
    await session.close()
  }
}

async function takeOver(
  store: Store,
  core: OwnCore,
  info: Hypercore.CoreInfo | null,
  acknowledged: OwnHead | undefined,
): Promise<Outcome> {
  const head = info?.head
  if (head === undefined || head === null || head.rootHash === null || head.signature === null) {
    return { head: null, replayed: 0, broken: null }
  }
  if (head.fork > 0) return broken('the database has a history with a fork')
  if (acknowledged !== undefined && !(await continues(store, core, acknowledged))) {
    return broken('the database has another history than the journal')
  }
  return fine({ core: core.key, length: head.length, root: head.rootHash, signature: head.signature })
}

/** Whether the history in the database goes through the acknowledged head. */
async function continues(store: Store, core: OwnCore, acknowledged: OwnHead): Promise<boolean> {
  if (acknowledged.length === 0) return true
  const session = store.get({ key: core.key, manifest: ownManifest(core), active: false })
  try {
    await session.ready()
    return same(await session.treeHash(acknowledged.length), acknowledged.root)
  } catch {
    return false
  } finally {
    await session.close()
  }
}

function fine(head: OwnHead): Outcome {
  return { head, replayed: 0, broken: null }
}

function broken(reason: string): Outcome {
  return { head: null, replayed: 0, broken: reason }
}

/** hypercore keeps the buffers it is given; those of the journal are views into one that covers a whole segment. */
function copy(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes)
}
