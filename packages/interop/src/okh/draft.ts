import type { FileAndRole, FileRole, PartLine } from '@allmende/vocabulary'
import { MAX_MENTIONS } from '@allmende/vocabulary'
import type { ImportedFields, ImportedSub } from '../contract.ts'
import type { Section } from './section.ts'
import type { Path } from './manifest.ts'
import { keyText } from './say.ts'

/** A good while its manifest is read. */
export type Draft = {
  fields: ImportedFields
  parts: PartLine[]
  subs: ImportedSub[]
  /** Files of parts: named by the manifest, but not files of the good as a whole. */
  partFiles: FileAndRole[]
}

export function emptyDraft(): Draft {
  return { fields: { type: 'design' }, parts: [], subs: [], partFiles: [] }
}

/** At most `max` characters (code points) of a text. */
export function cut(text: string, max: number): string {
  return text.length <= max
    ? text
    : Array.from(text.slice(0, max * 2))
        .slice(0, max)
        .join('')
        .trimEnd()
}

/** The text of a key, cut to what its field holds, with a finding if anything is lost by that. */
export function cutText(section: Section, key: string, max: number): string | undefined {
  const text = section.text(key)
  return text === undefined ? undefined : cutAt(section, [...section.path, key], text, max)
}

export function cutAt(section: Section, path: Path, text: string, max: number): string {
  const short = cut(text, max)
  if (short.length < text.length) {
    section.report.say('OKH_CUT', section.manifest.at(path), {
      key: keyText(path),
      expected: `${max} characters`,
      found: `${text.length}`,
    })
  }
  return short
}

/** A list cut to what its field holds; what is beyond stays in `foreign`, if that has room. */
export function cutList<T>(section: Section, key: string, items: readonly T[], max: number): T[] {
  if (items.length > max) {
    section.report.say('OKH_CUT', section.manifest.at([...section.path, key]), {
      key: keyText([...section.path, key]),
      expected: `${max} entries`,
      found: String(items.length),
    })
    section.leave(key, section.take(key))
  }
  return items.slice(0, max)
}

export function addRole(draft: Draft, role: FileRole, at: string, title?: string): void {
  const roles = (draft.fields.roles ??= [])
  const entry: FileAndRole = title === undefined ? { role, at } : { role, at, title }
  if (roles.length < MAX_MENTIONS) roles.push(entry)
}
