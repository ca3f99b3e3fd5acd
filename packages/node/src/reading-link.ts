import { type CommonsLink, decodeLink, type ThingLink } from '@allmende/vocabulary'
import { fail } from './errors.ts'

/** A link that one can read by. Throws `LINK_…`, and MIRROR_ONLY for one that lets a computer keep ciphertext only. */
export function readingLink(text: string): CommonsLink | ThingLink {
  const link = decodeLink(text)
  if (link.type === 'mirror') throw fail('MIRROR_ONLY')
  return link
}
