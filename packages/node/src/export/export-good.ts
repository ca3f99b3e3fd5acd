import { isAbsolute } from 'node:path'
import type { ActionContext } from '../contract.ts'
import type { ExportGoodRequest, ExportResult } from '../contract-carry.ts'
import { fail } from '../errors.ts'
import { GOOD_FORMATS } from './formats.ts'
import { fileNameOf } from '../file-name.ts'
import type { Parts } from '../parts.ts'
import { describe, type Described } from './described.ts'
import { writeMaker } from './maker.ts'
import { isOneFile, ONE_FILE } from './one-file.ts'
import { fileAt, OutFolder, writeOut } from './out-folder.ts'
import { recordsOfGood } from './record-lines.ts'
import { writeReuse } from './reuse.ts'

/** Writes a version of a good in a format of others. Throws EXPORT_…, THING_…, VERSION_UNKNOWN, NO_HOLDER and COPY_…. */
export async function exportGood(
  parts: Parts,
  request: ExportGoodRequest,
  context: ActionContext,
): Promise<ExportResult> {
  const { as, to } = request
  if (!GOOD_FORMATS.some((known) => known === as))
    throw fail('EXPORT_FORMAT', { found: as, expected: GOOD_FORMATS.join(', ') })
  if (!isAbsolute(to)) throw fail('EXPORT_PLACE', { path: to, reason: 'the path must be absolute' })
  const withFiles = as === 'maker' || as === 'reuse'
  const described = await describe(parts, request.good, request.version, context, { withFiles })
  if (isOneFile(as)) {
    const { name, write } = ONE_FILE[as]
    return inFile(described, as, await fileAt(to, name), [write(described)])
  }
  if (as === 'records') {
    const path = await fileAt(to, `${fileNameOf(described.info.title)}.ndjson`)
    return inFile(described, as, path, recordsOfGood(parts, described.state.thing.id))
  }
  const out = await OutFolder.make(to)
  const { goods, notes } = await (as === 'maker' ? writeMaker : writeReuse)(parts, described, out, context)
  const { written, bytes } = out
  return {
    as,
    path: to,
    written,
    files: written.length,
    bytes,
    goods,
    notes: [...described.notes, ...notes],
  }
}

async function inFile(
  { notes }: Described,
  as: string,
  path: string,
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<ExportResult> {
  const bytes = await writeOut(path, pieces)
  return { as, path, written: [path], files: 1, bytes, goods: 1, notes }
}
