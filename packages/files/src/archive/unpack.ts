import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { displayText } from '@allmende/vocabulary'
import { disk as realDisk } from '../disk.ts'
import { fail } from '../errors.ts'
import { errorCode } from '../problems.ts'
import { Target } from '../target.ts'
import { withFolder } from '../work-folder.ts'
import { Budget } from './budget.ts'
import type { ArchiveKind, UnpackOptions, Unpacked } from './contract.ts'
import { EntryNames } from './entry-names.ts'
import { archiveKind } from './kind.ts'
import { LIMITS } from './limits.ts'
import { readTar } from './read-tar.ts'
import { readZip, zipNames } from './read-zip.ts'

/** How many names of a ZIP are looked at: documents of other programs begin with what gives them away. */
const NAMES_LOOKED_AT = 64
/** Open Packaging (XLSX, DOCX, 3MF), OpenDocument and EPUB. */
const PACKAGE_NAMES = ['[Content_Types].xml', 'mimetype']

/**
 * Unpacks an archive into a fresh temporary folder, hands that to `work`, and removes it whatever happens: after the
 * work, an error or an abort. What an archive holds is judged as what a peer sends: see A1 to A12 in SPEC.md.
 * Throws the ARCHIVE_… and PATH_… errors; then nothing was written outside, and nothing is left inside.
 */
export async function withUnpacked<Result>(
  archive: string,
  options: UnpackOptions,
  work: (unpacked: Unpacked) => Promise<Result>,
): Promise<Result> {
  const kind = await archiveKindOf(archive)
  if (kind === null) throw fail('ARCHIVE_UNKNOWN', { path: displayText(archive) })
  return withFolder(options.within ?? tmpdir(), async (folder) =>
    work(await unpack(kind, archive, folder, options)),
  )
}

/** Whether a ZIP is the document of another program (XLSX, DOCX, ODS, 3MF): to be taken as one file. False for what can't be read. */
export async function isPackage(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const names = await zipNames(file, NAMES_LOOKED_AT).catch(() => [])
    return names.some((name) => PACKAGE_NAMES.includes(name))
  } finally {
    await file.close()
  }
}

async function archiveKindOf(path: string): Promise<ArchiveKind | null> {
  try {
    return await archiveKind(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') throw fail('SHARE_NOT_FOUND', { path: displayText(path) })
    throw error
  }
}

async function unpack(
  kind: ArchiveKind,
  archive: string,
  folder: string,
  options: UnpackOptions,
): Promise<Unpacked> {
  const file = await open(archive, 'r')
  try {
    return await unpackOpen(kind, file, folder, options)
  } finally {
    await file.close()
  }
}

async function unpackOpen(
  kind: ArchiveKind,
  file: FileHandle,
  folder: string,
  options: UnpackOptions,
): Promise<Unpacked> {
  const disk = options.disk ?? realDisk
  const { size: archiveBytes } = await file.stat()
  const names = new EntryNames()
  const done = { files: 0, bytes: 0 }
  const unpacking = {
    file,
    archiveBytes,
    target: await Target.open(folder),
    budget: await Budget.open({ ...LIMITS, ...options.limits }, archiveBytes, folder, disk),
    names,
    disk,
    signal: options.signal,
    wrote: (bytes: number) => {
      done.files++
      done.bytes += bytes
      options.onProgress?.({ ...done })
    },
  }
  if (kind === 'zip') await readZip(unpacking)
  else await readTar(unpacking, kind === 'tar.gz')
  names.finish()
  return { kind, folder, ...done, leftOut: names.leftOut }
}
