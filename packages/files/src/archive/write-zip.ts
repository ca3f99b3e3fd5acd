import { createReadStream } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { fail } from '../errors.ts'

const LOCAL = 0x04034b50
const LISTED = 0x02014b50
const END = 0x06054b50
/** 2.0 of the format, made by a Unix: so the outer attributes are a mode. */
const VERSION = 20
const MADE_BY = (3 << 8) | VERSION
const UTF8 = 0x800
/** 1980-01-01, the first day there is: the same files make the same archive. */
const DAY_ONE = 0x21
const MOST_BYTES = 0xffffffff
const MOST_FILES = 0xffff

type Entry = {
  readonly name: Buffer
  readonly bytes: number
  readonly sum: number
  readonly mode: number
  readonly at: number
}

/**
 * Writes files of a folder into a new ZIP, stored and not packed: pictures and models are packed already. Never over a file that is
 * there; one half written is removed. Throws EEXIST of the file system, ARCHIVE_WRITE_LARGE beyond what the plain form can say (4 GiB, 65,535 files).
 */
export async function writeZip(target: string, folder: string, paths: readonly string[]): Promise<number> {
  if (paths.length > MOST_FILES) throw fail('ARCHIVE_WRITE_LARGE')
  const out = await open(target, 'wx')
  let at = 0
  const write = async (bytes: Uint8Array): Promise<void> => {
    at += bytes.length
    if (at > MOST_BYTES) throw fail('ARCHIVE_WRITE_LARGE')
    await out.write(bytes)
  }
  try {
    const entries: Entry[] = []
    for (const path of paths) {
      const entry = await entryFor(folder, path, at)
      entries.push(entry)
      await write(Buffer.concat([header(LOCAL, entry), entry.name]))
      const end = at + entry.bytes
      for await (const piece of createReadStream(join(folder, path))) await write(piece as Buffer)
      if (at !== end) throw fail('SHARE_CHANGED', { path })
    }
    const listed = at
    for (const entry of entries) await write(Buffer.concat([header(LISTED, entry), entry.name]))
    await write(endOf(entries.length, listed, at - listed))
    await out.sync()
    return at
  } catch (error) {
    await rm(target, { force: true })
    throw error
  } finally {
    await out.close()
  }
}

function two(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function four(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** Read once for its checksum, which stands before the content. */
async function entryFor(folder: string, path: string, at: number): Promise<Entry> {
  let [bytes, sum] = [0, 0]
  const file = join(folder, path)
  for await (const piece of createReadStream(file)) {
    sum = crc32(piece as Buffer, sum)
    bytes += (piece as Buffer).length
  }
  if (bytes > MOST_BYTES) throw fail('ARCHIVE_WRITE_LARGE')
  const executable = ((await stat(file)).mode & 0o100) !== 0
  return { name: Buffer.from(path), bytes, sum, at, mode: executable ? 0o100755 : 0o100644 }
}

function header(sort: typeof LOCAL | typeof LISTED, { name, bytes, sum, mode, at }: Entry): Buffer {
  const listed = sort === LISTED
  return Buffer.concat([
    four(sort),
    ...(listed ? [two(MADE_BY)] : []),
    ...[VERSION, UTF8, 0, 0, DAY_ONE].map(two),
    ...[sum, bytes, bytes].map(four),
    ...[name.length, 0].map(two),
    // Of a directory: no comment, the first disk, no inner attributes.
    ...(listed ? [...[0, 0, 0].map(two), four((mode << 16) >>> 0), four(at)] : []),
  ])
}

function endOf(count: number, at: number, bytes: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(bytes, 12)
  end.writeUInt32LE(at, 16)
  return end
}
