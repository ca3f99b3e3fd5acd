import type { CommonsLogs } from '@allmende/logs'
import type { LogKey } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { MissingFiles, MissingRecords } from '../contract-devices.ts'
import type { Parts } from '../parts.ts'
import type { AccountDocument, AccountHead } from './document.ts'
import type { KnownDevices } from './known-devices.ts'
import { otherDevices } from './merge-documents.ts'
import { writtenAt } from './own-heads.ts'

/** Own goods looked at for files that nobody has. */
const MAX_GOODS = 2_000

/** What a device said that it had written and isn't here: told from the heads in the document against what was found. */
export async function missingRecords(
  parts: Parts,
  document: AccountDocument,
  known: KnownDevices,
): Promise<MissingRecords[]> {
  const self = parts.logs.identity?.device
  if (!self) return []
  const missing: MissingRecords[] = []
  for (const device of otherDevices(document, self)) {
    for (const commons of parts.book.members()) {
      const heads = document.devices[device]?.heads[commons.id] ?? []
      const found = await missingOf(commons, heads)
      if (!found) continue
      const { id, entry } = commons
      const deviceName = document.devices[device]?.name ?? null
      const where = { commons: id, name: entry.name, device, deviceName }
      missing.push({ ...where, ...found, connected: known.isConnected(device) })
    }
  }
  return missing
}

async function missingOf({ logs }: OpenCommons, heads: readonly AccountHead[]) {
  let [records, of, since, until] = [0, 0, 0, 0]
  for (const head of heads) {
    const here = await countUpTo(logs, head.log, head.blocks)
    of += head.records
    until = Math.max(until, head.at)
    since = Math.max(since, here.at)
    if (here.blocks < head.blocks) records += Math.max(0, head.records - here.records)
  }
  return records === 0 ? null : { records, of, since: since || null, until }
}

async function countUpTo(logs: CommonsLogs, log: LogKey, blocks: number) {
  const counted = { blocks: 0, records: 0, at: 0 }
  if (!logs.log(log)?.bound) return counted
  for await (const { block, records } of logs.read(log, 0, blocks)) {
    if (block > 0) counted.records += records.length
    if (block > 0) counted.at = Math.max(counted.at, ...records.map(writtenAt))
    counted.blocks = block + 1
  }
  return counted
}

/** The newest version of each good of one's own whose files nobody who is connected has whole. */
export async function missingFiles(parts: Parts): Promise<MissingFiles[]> {
  const missing: MissingFiles[] = []
  for (const commons of parts.book.members()) {
    for await (const id of ownGoods(parts, commons.id)) {
      const thing = await parts.views.show(id)
      const version = thing?.versions.findLast((one) => one.files !== undefined)
      if (!thing || !version?.files || version.files.count === 0) continue
      if (parts.holdings.here(commons.id, version.id) || parts.sync.holders(version.id).length > 0) continue
      const { count: files, bytes } = version.files
      missing.push({ commons: commons.id, id: thing.id, title: thing.title, files, bytes })
    }
  }
  return missing
}

async function* ownGoods(parts: Parts, commons: OpenCommons['id']) {
  const author = parts.logs.identity?.person
  let cursor: string | undefined
  let looked = 0
  do {
    const page = await parts.views.list({ kind: 'good', commons, author, limit: 200, cursor })
    for (const { id } of page.items) yield id
    looked += page.items.length
    cursor = page.next
  } while (cursor !== undefined && looked < MAX_GOODS)
}
