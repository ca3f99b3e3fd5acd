import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import type { ArchiveKind } from './contract.ts'
import { TAR_BLOCK } from './limits.ts'
import { isTarHeader } from './tar-header.ts'

/** The first entry of a ZIP, and the end record that an empty one consists of. */
const ZIP = ['504b0304', '504b0506']
const GZIP = '1f8b'
/** Of a packed tar, so much surely holds the first header. */
const PACKED_HEAD = 64 * 1024
/** Small, so that an error further on comes after the first block. */
const PIECE = 4 * 1024

/**
 * What sort of archive a file is, by its content; null for anything else, a compressed single file among them.
 * Whether a ZIP is an archive or a document of another program (XLSX, DOCX, 3MF) is told by its entries: see `isPackage`.
 */
export async function archiveKind(path: string): Promise<ArchiveKind | null> {
  const head = await firstBytes(path)
  const magic = head.toString('hex', 0, 4)
  if (ZIP.includes(magic)) return 'zip'
  if (magic.startsWith(GZIP)) return isTarHeader(await firstUnpacked(path)) ? 'tar.gz' : null
  return isTarHeader(head) ? 'tar' : null
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAR_BLOCK), 0, TAR_BLOCK, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The first block behind the compression. An error is no error here: then it isn't a tar that we can read. */
async function firstUnpacked(path: string): Promise<Buffer> {
  const source = createReadStream(path, { end: PACKED_HEAD - 1, highWaterMark: PIECE })
  const gunzip = createGunzip()
  source.on('error', (error) => gunzip.destroy(error))
  gunzip.on('end', () => gunzip.destroy())
  const pieces: Buffer[] = []
  // By event and not by iteration: an error behind the first block would take the block with it.
  gunzip.on('data', (piece: Buffer) => {
    pieces.push(piece)
    gunzip.pause()
    source.destroy()
    gunzip.destroy()
  })
  source.pipe(gunzip)
  // Cut off by our own limit, or no gzip at all: what came is judged.
  await new Promise((resolve) => gunzip.on('error', () => gunzip.destroy()).once('close', resolve))
  source.destroy()
  return Buffer.concat(pieces).subarray(0, TAR_BLOCK)
}
