import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { AccountKeys } from '@allmende/logs'
import { isStarter } from '../commons-file.ts'
import type { ActionContext } from '../contract.ts'
import type { Bundles } from '../contract-bundle.ts'
import type { BackupInfo, BackupRequest } from '../contract-devices.ts'
import { fail } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { AccountDocument } from './document.ts'
import { type Envelope, MAX_ENVELOPE_BYTES, openEnvelope, readEnvelope } from './envelope.ts'
import { openFile, sealFile } from './backup-file.ts'
import type { OwnAccount } from './own-account.ts'

/** WARNING: stored. How long the envelope is that the content begins with. */
const LENGTH_BYTES = 4

export type Tools = { readonly parts: Parts; readonly own: OwnAccount; readonly bundles: Bundles }

/**
 * Writes one file with the list of one's commons and what is in them, sealed with the account's key. Neither the seed of the store
 * nor a device's keys are in it: whoever restores it is a new device. Throws ACCOUNT_NONE, BACKUP_NOBODY, BACKUP_EXISTS, BACKUP_WRITE.
 */
export async function backup(
  tools: Tools,
  { file: wanted, withoutFiles = false }: BackupRequest,
  context: ActionContext,
): Promise<BackupInfo> {
  const { parts, own, bundles } = tools
  const file = resolve(wanted)
  if ((await stat(file).catch(() => null)) !== null) throw fail('BACKUP_EXISTS', { file })
  if (!parts.logs.identity) throw fail('BACKUP_NOBODY')
  await own.update()
  const { keys, envelope, document } = own
  if (!keys || !envelope || !document) throw fail('ACCOUNT_NONE')
  const bundle = join(parts.home.accounts, `backup.${process.pid}.bundle`)
  try {
    if (parts.book.members().some(({ entry }) => !isStarter(entry)))
      await bundles.createBundle(
        { file: bundle, files: [withoutFiles ? 'none' : 'held'], replace: true },
        context,
      )
    const { size } = (await stat(bundle).catch(() => null)) ?? { size: 0 }
    const told = (done: number) =>
      context.onProgress?.({ phase: 'sealing the backup', done, total: size, unit: 'bytes' })
    const bytes = await sealFile(file, keys, contentOf(envelope, bundle, size, told, context.signal))
    return infoOf(file, bytes, document, size)
  } finally {
    await rm(bundle, { force: true })
  }
}

async function* contentOf(
  envelope: Envelope,
  bundle: string,
  size: number,
  told: (done: number) => void,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(envelope.bytes.length)
  yield length
  yield envelope.bytes
  if (size === 0) return
  let done = 0
  for await (const chunk of createReadStream(bundle) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted()
    yield chunk
    told((done += chunk.length))
  }
}

/** Reads a backup to its end and says what is in it; nothing is taken in. Throws BACKUP_…. */
export async function verifyBackup(
  account: AccountKeys,
  wanted: string,
  context: ActionContext,
): Promise<BackupInfo> {
  const file = resolve(wanted)
  const { envelope, bundleBytes } = await readBackup(account, file, null, context)
  const { size } = await stat(file)
  return infoOf(file, size, await openEnvelope(account, envelope), bundleBytes)
}

/**
 * Reads a backup to its end, and writes the bundle in it to `into`. Nothing may be done with it before this has resolved: a cut or
 * altered one is refused whole.
 */
export async function readBackup(
  account: AccountKeys,
  file: string,
  into: string | null,
  { onProgress, signal }: ActionContext,
): Promise<{ envelope: Envelope; bundleBytes: number }> {
  const total = (await stat(file).catch(() => null))?.size ?? 0
  const out = into === null ? null : await open(into, 'w', 0o600)
  let head: Buffer | null = Buffer.alloc(0)
  let envelope: Envelope | null = null
  let [bundleBytes, done] = [0, 0]
  const keep = async (bytes: Buffer): Promise<void> => {
    bundleBytes += bytes.length
    if (bytes.length > 0) await out?.writeFile(bytes)
  }
  try {
    for await (const piece of openFile(file, account)) {
      signal?.throwIfAborted()
      onProgress?.({ phase: 'reading the backup', done: (done += piece.length), total, unit: 'bytes' })
      if (head === null) {
        await keep(piece)
        continue
      }
      head = Buffer.concat([head, piece])
      if (head.length < LENGTH_BYTES) continue
      const end = LENGTH_BYTES + head.readUInt32BE()
      if (end > LENGTH_BYTES + MAX_ENVELOPE_BYTES) break
      if (head.length < end) continue
      envelope = readEnvelope(new Uint8Array(head.subarray(LENGTH_BYTES, end)))
      await keep(head.subarray(end))
      head = null
    }
  } finally {
    await out?.close()
  }
  if (!envelope)
    throw fail('BACKUP_DAMAGED', { file: basename(file), reason: 'there is no list of commons in it' })
  return { envelope, bundleBytes }
}

function infoOf(file: string, bytes: number, document: AccountDocument, bundleBytes: number): BackupInfo {
  const names = Object.values(document.commons).map(({ entry }) => {
    const name = entry['name']
    return typeof name === 'string' ? name : ''
  })
  const at = Math.max(0, ...Object.values(document.devices).map((device) => device.at))
  return { file, bytes, person: document.person, commons: names.toSorted(), asOf: at, content: bundleBytes }
}
