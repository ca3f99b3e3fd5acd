import type { FileList } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { hrefOf } from './html.ts'
import { listHere } from './list-here.ts'
import type { OutFolder } from './out-folder.ts'

/** What every browser shows and nothing in it can run: an SVG could. By the first bytes, since a name says nothing. */
const FORMS: readonly [magic: RegExp, extension: string][] = [
  [/^89504e470d0a1a0a/, 'png'],
  [/^ffd8ff/, 'jpg'],
  [/^474946383[79]61/, 'gif'],
  [/^52494646.{8}57454250/, 'webp'],
]
/** Of larger ones a site would soon be more pictures than pages. */
const MAX_BYTES = 8 * 1024 * 1024

/**
 * Puts a picture of a version beside the pages, if its content is here: a site shows what there is and fetches nothing.
 * Returns its path in the site, or null.
 */
export async function writePicture(
  commons: OpenCommons,
  list: FileList | undefined,
  path: string | null,
  name: string,
  out: OutFolder,
): Promise<string | null> {
  if (path === null || !list) return null
  const content = await contentHere(commons, list, path).catch(() => null)
  const magic = content === null ? '' : Buffer.from(content.subarray(0, 16)).toString('hex')
  const form = FORMS.find(([expected]) => expected.test(magic))
  if (content === null || !form) return null
  const file = `pictures/${name}.${form[1]}`
  await out.write(file, content)
  return hrefOf(file).slice(2)
}

async function contentHere(commons: OpenCommons, list: FileList, path: string): Promise<Uint8Array | null> {
  const found = (await listHere(commons, list))?.find((file) => file.path === path)
  if (!found || found.bytes > MAX_BYTES) return null
  const core = await commons.logs.core(found.core)
  if (!(await core.has(found.blockOffset, found.blockOffset + found.blockLength))) return null
  const blocks: Uint8Array[] = []
  for (let at = 0; at < found.blockLength; at++) {
    const block = await core.get(found.blockOffset + at, { wait: false })
    if (!block) return null
    blocks.push(block)
  }
  const content = Buffer.concat(blocks)
  return content.length === found.bytes ? content : null
}
