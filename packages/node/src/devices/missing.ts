import type { CommonsLogs } from '@allmende/logs'
import type { LogKey } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { MissingRecords } from '../contract-devices.ts'
import type { Parts } from '../parts.ts'
import type { AccountDocument, AccountHead } from './document.ts'
import type { KnownDevices } from './known-devices.ts'
import { otherDevices } from './merge-documents.ts'
import { writtenAt } from './own-heads.ts'

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
