// A backup as it lies on disk: one sealed stream, which only the account opens, and which is whole or nothing.
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { AccountKeys } from '@allmende/logs'
import sodium from 'sodium-universal'
import { fail } from '../errors.ts'

/** WARNING: stored, at the beginning of the file. */
const MAGIC = Buffer.from('ALLMENDE-BACKUP-1\n')
/** WARNING: derives the key of the file. */
const PURPOSE = 'allmende/backup/1'
/** WARNING: stored. Of the content in each sealed piece. */
const PIECE_BYTES = 64 * 1024

const {
  crypto_secretstream_xchacha20poly1305_HEADERBYTES: HEADER,
  crypto_secretstream_xchacha20poly1305_ABYTES: EXTRA,
} = sodium
const {
  crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: MORE,
  crypto_secretstream_xchacha20poly1305_TAG_FINAL: LAST,
} = sodium

/**
 * Seals what `content` gives into a file that gets its name when all of it is on disk. Returns its size.
 * Throws BACKUP_WRITE.
 */
export async function sealFile(
  file: string,
  account: AccountKeys,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
  const beside = `${file}.${process.pid}.partial`
  let handle: FileHandle | null = null
  try {
    handle = await open(beside, 'wx', 0o600)
    const state = new Uint8Array(sodium.crypto_secretstream_xchacha20poly1305_STATEBYTES)
    const header = new Uint8Array(HEADER)
    sodium.crypto_secretstream_xchacha20poly1305_init_push(state, header, fileKey(account))
    await handle.writeFile(Buffer.concat([MAGIC, header]))
    let bytes = MAGIC.length + header.length
    let before: Buffer | null = null
    const put = async (piece: Buffer, tag: number): Promise<void> => {
      const cipher = new Uint8Array(piece.length + EXTRA)
      sodium.crypto_secretstream_xchacha20poly1305_push(state, cipher, piece, null, tag)
      await handle?.writeFile(cipher)
      bytes += cipher.length
    }
    // One piece is held back: only the last one is marked as the last.
    for await (const piece of pieces(content)) {
      if (before) await put(before, MORE)
      before = piece
    }
    await put(before ?? Buffer.alloc(0), LAST)
    await handle.sync()
    await handle.close()
    await rename(beside, file)
    await syncFolder(dirname(file))
    return bytes
  } catch (error) {
    await handle?.close().catch(() => undefined)
    await rm(beside, { force: true })
    if ((error as { status?: number }).status !== undefined) throw error
    throw fail('BACKUP_WRITE', {
      file,
      reason: error instanceof Error ? error.message : String(error),
      cause: error,
    })
  }
}

/**
 * The content of a backup, piece by piece. Refused, it is called by its name alone: one that a page brought lies where nobody put it. Whoever reads it must not act before it has ended: only then is it known to be whole.
 * Throws BACKUP_READ, BACKUP_FOREIGN, BACKUP_DAMAGED.
 */
export async function* openFile(file: string, account: AccountKeys): AsyncGenerator<Buffer> {
  const name = basename(file)
  const handle = await open(file, 'r').catch((error: Error) => {
    throw fail('BACKUP_READ', { file, reason: error.message, cause: error })
  })
  try {
    const start = await readExactly(handle, MAGIC.length + HEADER)
    if (!start.subarray(0, MAGIC.length).equals(MAGIC)) throw fail('BACKUP_FOREIGN', { file: name })
    const state = new Uint8Array(sodium.crypto_secretstream_xchacha20poly1305_STATEBYTES)
    const header = start.subarray(MAGIC.length)
    if (header.length < HEADER) throw fail('BACKUP_DAMAGED', { file: name, reason: 'it was cut' })
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, fileKey(account))
    for (let at = 0, last = false; !last; at++) {
      const cipher = await readExactly(handle, PIECE_BYTES + EXTRA)
      if (cipher.length < EXTRA) throw fail('BACKUP_DAMAGED', { file: name, reason: 'it was cut' })
      const piece = Buffer.alloc(cipher.length - EXTRA)
      const tag = new Uint8Array(1)
      try {
        sodium.crypto_secretstream_xchacha20poly1305_pull(state, piece, tag, cipher, null)
      } catch (error) {
        const reason = at === 0 ? 'it was altered, or is of other words' : 'it was altered or cut'
        throw fail('BACKUP_DAMAGED', { file: name, reason, cause: error })
      }
      last = tag[0] === LAST
      yield piece
    }
    if ((await readExactly(handle, 1)).length > 0)
      throw fail('BACKUP_DAMAGED', { file: name, reason: 'there is something behind its end' })
  } finally {
    await handle.close()
  }
}

function fileKey({ encryptionKey }: AccountKeys): Uint8Array {
  const key = new Uint8Array(32)
  sodium.crypto_generichash(key, Buffer.from(PURPOSE), encryptionKey)
  return key
}

async function* pieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const bytes of content) {
    rest = Buffer.concat([rest, bytes])
    for (; rest.length >= PIECE_BYTES; rest = rest.subarray(PIECE_BYTES))
      yield Buffer.from(rest.subarray(0, PIECE_BYTES))
  }
  if (rest.length > 0) yield rest
}

async function readExactly(handle: FileHandle, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
