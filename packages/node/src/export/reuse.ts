import { reuseLayout } from '@allmende/interop'
import type { ActionContext } from '../contract.ts'
import { licenceText } from '../licence-texts.ts'
import { licencesOf } from '../licences-beside.ts'
import type { Parts } from '../parts.ts'
import type { Described } from './described.ts'
import { fetchFiles } from './fetch-files.ts'
import type { OutFolder } from './out-folder.ts'

/** Writes the files as they are, and beside them who holds the rights and under which licence each is, as REUSE has it. */
export async function writeReuse(
  parts: Parts,
  described: Described,
  out: OutFolder,
  context: ActionContext,
): Promise<{ goods: number; notes: string[] }> {
  await fetchFiles(parts, described, out.path, context)
  const own = new Set<string>()
  for (const { path, bytes } of described.entries) {
    out.wrote(path, bytes)
    own.add(path.toLowerCase())
  }
  const texts = new Map<string, string>()
  const notes: string[] = []
  for (const id of licencesOf(described.state.fields)) {
    const text = await licenceText(id)
    if (text === null) notes.push(`The text of ${id} isn’t here and couldn’t be put in.`)
    else texts.set(id, text)
  }
  for (const { path, text } of reuseLayout(described.good, texts)) {
    if (own.has(path.toLowerCase()))
      notes.push(`The good brings a file ${path} of its own; it was left as it is.`)
    else await out.write(path, text)
  }
  return { goods: 1, notes }
}
