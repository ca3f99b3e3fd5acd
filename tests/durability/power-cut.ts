import { deriveCommonsKeys, openLogs, type CommonsLogs, type Logs } from '@allmende/logs'
import { seeded, silentLogger, type Seeded } from '@allmende/testkit'
import { encodeRecord, nodeIdOf, type LogKey, type RecordId } from '@allmende/vocabulary'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { carry, connect } from './connect.ts'
import { cutWriteAheadLog, imageOf, journalEntries, tearJournal, wipeJournal } from './image.ts'

export type CutReport = {
  places: number
  /** Acknowledged records over all places that were not there after a cut. */
  lost: number
  /** Places after which a peer that had more saw a fork. */
  forks: number
  /** Places at which blocks had to be written again from the journal. */
  replayed: number
  /** Places at which the log was given up for a new one. */
  sealed: number
  /** Places after which the node did not say what had happened. */
  silent: number
}

const KEYS = deriveCommonsKeys(new Uint8Array(32).fill(3), true)
const KEEPER = nodeIdOf(new Uint8Array(32).fill(5))

/**
 * The tail of the write-ahead log is cut at `count` seeded places, after acknowledgements and after a peer has the
 * entries. `lying`: the disk has lost a part of the journal too, though it had promised to keep it.
 */
export async function powerCut(count: number, seed: number, lying = false): Promise<CutReport> {
  const random = seeded(seed)
  const folder = mkdtempSync(join(tmpdir(), 'allmende-power-'))
  const report: CutReport = { places: 0, lost: 0, forks: 0, replayed: 0, sealed: 0, silent: 0 }
  const keeper = await open(join(folder, 'keeper'))
  let home = join(folder, 'cut-0')
  let author = await open(home)
  try {
    await author.logs.createIdentity()
    const acknowledged: RecordId[] = []
    for (let place = 0; place < count; place++) {
      await writeSome(author.commons, random, acknowledged)
      const { log } = author.commons.own!
      await keeper.commons.addLog(log)
      await carry(author.commons, keeper.commons, log)
      const image = join(folder, `cut-${place + 1}`)
      imageOf(home, image)
      damage(image, random, lying)
      // From here on the image is the author: had both gone on, they would be a copied folder.
      await author.logs.close()
      rmSync(home, { recursive: true, force: true })
      home = image
      author = await open(home, lying ? `boot ${place + 1}` : undefined)
      await judge({ ...author, acknowledged, log, keeper: keeper.commons, lying }, report)
      report.places += 1
    }
  } finally {
    await author.logs.close()
    await keeper.logs.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return report
}

async function open(dir: string, bootId = 'first'): Promise<{ logs: Logs; commons: CommonsLogs }> {
  const logs = await openLogs({
    dir,
    clock: { now: () => Date.now() },
    random: seeded(dir),
    logger: silentLogger,
    reserveBytes: 4096,
    bootId,
  })
  return { logs, commons: await logs.commons(KEYS) }
}

async function writeSome(commons: CommonsLogs, random: Seeded, acknowledged: RecordId[]): Promise<void> {
  for (let at = random.int(4) + 1; at > 0; at--) {
    const records = Array.from({ length: random.int(5) + 1 }, () => record(random))
    acknowledged.push(...(await commons.append(records)).ids)
    if (random.chance(0.3)) await commons.appendEdits([random.bytes(random.int(300) + 1)])
  }
}

function record(random: Seeded): Uint8Array {
  const about = Buffer.from(random.bytes(random.int(700) + 1)).toString('hex')
  return encodeRecord({ kind: 'profile', v: 1, clock: [Date.now(), 0], body: { name: 'somebody', about } })
}

function damage(image: string, random: Seeded, lying: boolean): void {
  cutWriteAheadLog(image, random.next())
  const { path, offsets, end } = journalEntries(image)
  if (!lying) {
    // An append that nobody was told of was under way.
    if (random.chance(0.5)) tearJournal(path, end)
    return
  }
  wipeJournal(path, random.pick(offsets.slice(1)))
}

type Place = {
  logs: Logs
  commons: CommonsLogs
  acknowledged: RecordId[]
  log: LogKey
  keeper: CommonsLogs
  lying: boolean
}

async function judge(
  { logs, commons, acknowledged, log, keeper, lying }: Place,
  report: CutReport,
): Promise<void> {
  if (!lying) report.lost += await missing(commons, acknowledged)
  // Written before any peer is met: this is where a store that came back shorter would fork.
  acknowledged.push(...(await commons.append([record(seeded(acknowledged.length))])).ids)
  const kinds = new Set(logs.findings.map(({ kind }) => kind))
  if (kinds.has('journal-replayed')) report.replayed += 1
  if (commons.own!.log !== log) report.sealed += 1
  if (!kinds.has('unclean-stop')) report.silent += 1
  if (await isForked(commons, keeper, log)) report.forks += 1
  if (!lying) return
  // What was fetched from the peer after an earlier cut may be lost again by this one: it is fetched again.
  for (const { key } of keeper.logs()) {
    await commons.addLog(key)
    await carry(keeper, commons, key)
  }
  report.lost += await missing(commons, acknowledged)
}

async function missing(commons: CommonsLogs, ids: readonly RecordId[]): Promise<number> {
  let count = 0
  for (const id of ids) if ((await commons.record(id)) === null) count += 1
  return count
}

/** Meets the keeper with the log as it is after the cut, until both have the same. */
async function isForked(commons: CommonsLogs, keeper: CommonsLogs, log: LogKey): Promise<boolean> {
  await commons.reportHead(log, keeper.head(log)!, KEEPER)
  const link = await connect(commons, keeper, log)
  try {
    const length = Math.max(link.theirs.length, link.ours.length)
    for (const core of [link.theirs, link.ours]) {
      while (core.length < length && !core.closed) await core.update({ wait: true, force: true })
      if (core.closed) return true
      await core.download({ start: 0, end: length }).done()
    }
    const [ours, theirs] = await Promise.all([link.ours.treeHash(length), link.theirs.treeHash(length)])
    return Buffer.compare(ours, theirs) !== 0 || link.ours.closed || keeper.evidence().length > 0
  } finally {
    await link.close()
  }
}
