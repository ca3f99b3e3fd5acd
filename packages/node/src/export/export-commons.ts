import { isAbsolute } from 'node:path'
import { toValueflows } from '@allmende/interop'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext } from '../contract.ts'
import type { ExportCommonsRequest, ExportResult } from '../contract-carry.ts'
import { fail } from '../errors.ts'
import { COMMONS_FORMATS } from './formats.ts'
import { fileNameOf } from '../file-name.ts'
import type { Parts } from '../parts.ts'
import { describe } from './described.ts'
import { goodsOf } from './goods-of.ts'
import { asJson } from './one-file.ts'
import { fileAt, OutFolder, writeOut } from './out-folder.ts'
import { recordsOfCommons } from './record-lines.ts'
import { writeSite } from './site.ts'

const PRIVATE_NOTE = 'The commons is private, and this can be read by whoever gets it.'

/** Writes a whole commons: a site to read, a graph of Valueflows, or all its records. Throws EXPORT_… and COMMONS_…. */
export async function exportCommons(
  parts: Parts,
  { commons: named, as, to }: ExportCommonsRequest,
  context: ActionContext,
): Promise<ExportResult> {
  if (!COMMONS_FORMATS.some((known) => known === as))
    throw fail('EXPORT_FORMAT', { found: as, expected: COMMONS_FORMATS.join(', ') })
  if (!isAbsolute(to)) throw fail('EXPORT_PLACE', { path: to, reason: 'the path must be absolute' })
  const commons = parts.book.forWriting(named)
  await commons.follower.allSettled()
  const notes = commons.entry.public ? [] : [PRIVATE_NOTE]
  const name = fileNameOf(commons.entry.name)
  if (as === 'records') {
    const path = await fileAt(to, `${name}.ndjson`)
    const bytes = await writeOut(path, recordsOfCommons(parts, commons.id))
    return { as, path, written: [path], files: 1, bytes, goods: 0, notes }
  }
  if (as === 'valueflows') return inGraph(parts, commons, await fileAt(to, `${name}.jsonld`), notes, context)
  const out = await OutFolder.make(to)
  const site = await writeSite(parts, commons, out, context)
  const { written, bytes } = out
  return {
    as,
    path: to,
    written,
    files: written.length,
    bytes,
    goods: site.goods,
    notes: [...notes, ...site.notes],
  }
}

async function inGraph(
  parts: Parts,
  commons: OpenCommons,
  path: string,
  notes: string[],
  context: ActionContext,
): Promise<ExportResult> {
  const goods = []
  for await (const id of goodsOf(parts, commons)) {
    context.signal?.throwIfAborted()
    goods.push((await describe(parts, id, undefined, context, { withFiles: false })).good)
  }
  const bytes = await writeOut(path, [asJson(toValueflows(goods))])
  return { as: 'valueflows', path, written: [path], files: 1, bytes, goods: goods.length, notes }
}
