import { ModelError } from './model.ts'

/** More than any tag of a mesh has. */
const MOST_TAG_BYTES = 100_000
const LESS = 0x3c
const MORE = 0x3e

/** An opening tag: its name without prefix, and what stands in it. */
type Tag = { readonly name: string; readonly inside: string }

/**
 * The opening tags of an XML file, one after the other. Enough for meshes, of which millions of tags hold numbers only:
 * nothing is resolved, so nothing can grow or be fetched.
 */
export function* tagsOf(bytes: Uint8Array): Generator<Tag> {
  const decoder = new TextDecoder('latin1')
  for (let at = bytes.indexOf(LESS); at !== -1; at = bytes.indexOf(LESS, at)) {
    const comment = bytes[at + 1] === 0x21 && bytes[at + 2] === 0x2d
    const end = comment ? endOfComment(bytes, at) : bytes.indexOf(MORE, at)
    if (end === -1) throw new ModelError('cutOff', 'a tag without an end')
    if (!comment && end - at > MOST_TAG_BYTES) throw new ModelError('malformed', `a tag of ${end - at} bytes`)
    const match = comment
      ? null
      : /^(?:[\w.-]+:)?([\w.-]+)([^]*)$/.exec(decoder.decode(bytes.subarray(at + 1, end)))
    if (match) yield { name: match[1] ?? '', inside: match[2] ?? '' }
    at = end + 1
  }
}

function endOfComment(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(MORE, from + 4)
  while (at !== -1 && !(bytes[at - 1] === 0x2d && bytes[at - 2] === 0x2d)) at = bytes.indexOf(MORE, at + 1)
  return at
}

const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** What a tag says, by name without prefix. */
export function attributesOf(inside: string): (name: string) => string | undefined {
  const all = new Map<string, string>()
  for (const [, name = '', double, single] of inside.matchAll(ATTRIBUTE))
    all.set(name.replace(/^.*:/, ''), double ?? single ?? '')
  return (name) => all.get(name)
}
