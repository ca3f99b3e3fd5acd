import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { displayText, isAllmendeError } from '@allmende/vocabulary'
import { type Header as TarHeader, extract as tarExtract } from 'tar-stream'
import { counted } from './counted.ts'
import { fail } from '../errors.ts'
import { readRange } from './read-range.ts'
import { TarGate } from './tar-gate.ts'
import type { Unpacking } from './unpacking.ts'
import { writeEntry } from './write-entry.ts'

const READ_BYTES = 256 * 1024
const EXECUTABLE = 0o100

/** What the types of the library leave out. */
type Header = TarHeader & { byteOffset?: number; pax?: Record<string, string> | null }
type TarEntry = AsyncIterable<Uint8Array> & { header: TarHeader; resume(): unknown }

/** Unpacks a tar, packed or not, entry by entry as it is read: nothing of it is known before. */
export async function readTar(unpacking: Unpacking, packed: boolean): Promise<void> {
  const gate = new TarGate()
  const extract = tarExtract()
  let cause: unknown
  const pieces = gate.guard(counted(unpacking, content(unpacking, packed)))
  const feeding = pipeline(Readable.from(pieces, { objectMode: false }), extract).catch((error: unknown) => {
    cause ??= error
  })
  try {
    for await (const entry of extract) {
      await takeEntry(unpacking, gate, entry as unknown as TarEntry)
    }
    await feeding
  } catch (error) {
    // The library passes a cause on as it is, but not always first.
    if (!isAllmendeError(cause)) cause = error
    extract.destroy()
    await feeding
  }
  if (cause !== undefined) throw inWords(cause)
}

async function takeEntry(unpacking: Unpacking, gate: TarGate, entry: TarEntry): Promise<void> {
  const header = entry.header as Header
  const shown = displayText(header.name, 300)
  unpacking.signal?.throwIfAborted()
  unpacking.budget.entry()
  refuseType(header, shown)
  const stated = gate.sizeAt(header.byteOffset ?? -1)
  const bytes = header.size ?? 0
  if (stated !== bytes) {
    const expected = `${String(stated)} bytes`
    throw fail('ARCHIVE_LYING', { path: shown, expected, found: `${bytes} bytes in an extension` })
  }
  const path = unpacking.names.judge(header.name, isFolder(header))
  if (path === null) {
    entry.resume()
    return
  }
  const executable = ((header.mode ?? 0) & EXECUTABLE) !== 0
  await writeEntry(unpacking.target, { path, executable, bytes }, entry, unpacking.disk)
  unpacking.wrote(bytes)
}

/** Old forms of tar know a folder by the slash behind its name only. */
function isFolder({ type, name }: Header): boolean {
  return type === 'directory' || name.endsWith('/')
}

function refuseType({ type, linkname, pax }: Header, path: string): void {
  if (type === 'symlink' || type === 'link')
    throw fail('ARCHIVE_LINK', { path, to: displayText(linkname ?? '', 300) })
  const sparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse'))
  if ((type === 'file' || type === 'directory') && !sparse) return
  throw fail('ARCHIVE_SPECIAL', { path, found: sparse ? 'a sparse file' : nameOf(type) })
}

function nameOf(type: Header['type']): string {
  const names: Partial<Record<NonNullable<Header['type']>, string>> = {
    'character-device': 'a device',
    'block-device': 'a device',
    fifo: 'a pipe',
  }
  return (type && names[type]) ?? 'of a sort that is not known'
}

function content({ file, archiveBytes, signal }: Unpacking, packed: boolean): AsyncIterable<Uint8Array> {
  const source = readRange(file, 0, archiveBytes)
  if (!packed) return source
  const gunzip = createGunzip({ chunkSize: READ_BYTES })
  pipeline(source, gunzip, signal ? { signal } : {}).catch(() => {
    // Whoever reads the last stream gets the same error.
  })
  return gunzip
}

function inWords(error: unknown): unknown {
  if (isAllmendeError(error) || (error as Error).name === 'AbortError') return error
  const { code = '', message } = error as NodeJS.ErrnoException
  if (/^(?:E[A-Z]+|ERR_INVALID)/.test(code) && !code.startsWith('ERR_')) return error
  const reason = /unexpected end/i.test(message) ? 'it is cut off' : message
  return fail('ARCHIVE_DAMAGED', { reason, cause: error })
}
