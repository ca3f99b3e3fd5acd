import type { LogKey } from '@allmende/vocabulary'
import { readFile, stat } from 'node:fs/promises'
import { uptime } from 'node:os'
import { join } from 'node:path'
import { readIfThere, writeDurably } from './durable-file.ts'
import { segmentPaths, type JournalContent } from './journal.ts'

/** WARNING: stored. */
const FILE = 'witness.json'

/** A busy disk may take a while between our looking at the clock and the file's changing. */
const SLACK_MS = 10_000

type Mark = { inode: string; changed: string }
type Witness = { state: 'running' | 'closed'; boot: string; files: Mark[]; writing: LogKey[] }

export type Verdict = {
  /** There was no orderly close. */
  unclean: boolean
  /** The computer was started anew since then: what the disk had promised may not be there. */
  rebooted: boolean
  /** The own logs that were written since the store was opened. */
  writing: LogKey[]
  /** Why the folder can't be what we have left: it was copied or set back. */
  foreign: string | null
}

/**
 * Tells whether the journal is the very files that we have left. Copying or restoring a folder makes new inodes or
 * at least a new "changed" time, which nobody can set. A copy of the whole disk, taken back below the file system,
 * can't be noticed here; then only a peer that shows a longer head can tell.
 */
export async function judge(folder: string, journal: JournalContent, boot: string): Promise<Verdict> {
  const written = await readWitness(folder)
  if (written === null) {
    const foreign = journal.epoch > 0 ? 'the file that describes the journal is missing' : null
    return { unclean: false, rebooted: false, writing: [], foreign }
  }
  const now = await marks(folder)
  const unclean = written.state === 'running'
  const rebooted = unclean && written.boot !== boot
  return { unclean, rebooted, writing: written.writing, foreign: difference(written, now, journal) }
}

/**
 * `writing` names the own logs that this run writes. It is brought to disk before the first entry of each: the journal says
 * the same, but of a disk that lied just the journal's last entries would be missing.
 */
export async function bearWitness(
  folder: string,
  state: Witness['state'],
  boot: string,
  writing: Iterable<LogKey> = [],
): Promise<void> {
  const files = await marks(folder)
  const witness: Witness = { state, boot, files, writing: [...writing] }
  await writeDurably(join(folder, FILE), `${JSON.stringify(witness)}\n`)
}

/** Names the running boot. After kill -9 within one boot nothing of what was written is lost; after a power cut it may be. */
export async function currentBoot(): Promise<string> {
  try {
    return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
  } catch {
    // Elsewhere the time of the start must do, in steps coarse enough that a clock set by the network is the same boot.
    const minutes = Math.round((Date.now() / 1000 - uptime()) / 60)
    return `started-${Math.round(minutes / 10)}`
  }
}

function difference(written: Witness, now: Mark[], journal: JournalContent): string | null {
  if (written.files.some((mark, at) => mark.inode !== now[at]?.inode)) return 'the journal is another file'
  if (written.state === 'closed') {
    // An earlier time than ours is that of a power cut just after closing; copying and restoring make a later one.
    const changed = written.files.some((mark, at) => BigInt(now[at]?.changed ?? 0) > BigInt(mark.changed))
    return changed ? 'the journal was changed while nobody had it open' : null
  }
  const changedMs = Number(BigInt(now[journal.current]?.changed ?? '0') / 1_000_000n)
  // Earlier than the last entry is fine: after a power cut the file's times may be older than its content.
  return changedMs > journal.lastAt + SLACK_MS ? 'the journal was changed after its last entry' : null
}

async function readWitness(folder: string): Promise<Witness | null> {
  const bytes = await readIfThere(join(folder, FILE))
  return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as Witness)
}

async function marks(folder: string): Promise<Mark[]> {
  const found = await Promise.all(
    segmentPaths(folder).map((path) => stat(path, { bigint: true }).catch(() => null)),
  )
  return found.map((one) => ({ inode: String(one?.ino ?? ''), changed: String(one?.ctimeNs ?? '') }))
}
