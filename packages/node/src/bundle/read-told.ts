import { readBundle } from '@allmende/transports/bundle'
import type { CommonsId } from '@allmende/vocabulary'
import { apart } from '../commons-book.ts'
import { fail } from '../errors.ts'
import { inOurForm } from '../in-our-form.ts'
import type { Parts } from '../parts.ts'
import { readItem, WrongSection } from './check-section.ts'
import type { SeenCommons } from './seen.ts'

/** What the writer of a bundle had when it was written, of each commons that is here. */
export async function readTold(
  parts: Parts,
  file: string,
  signal?: AbortSignal,
): Promise<Map<CommonsId, SeenCommons>> {
  const commons = parts.book.members().flatMap((one) => apart(one, parts.logger))
  const told = new Map<CommonsId, SeenCommons>()
  await readBundle({
    file,
    secrets: commons.map(({ logs }) => logs.keys.replicateKey),
    ...(signal ? { signal } : {}),
    section: (secret) => {
      const { id } = commons[secret]!
      const found = told.get(id) ?? { at: 0, by: 'stick', heads: new Map(), holds: new Set() }
      told.set(id, found)
      return { item: (bytes) => take(found, bytes) }
    },
  }).catch((error: unknown) => {
    if (error instanceof WrongSection)
      throw fail('BUNDLE_WRONG', { file, found: error.message, cause: error })
    return inOurForm(error)
  })
  return told
}

function take(found: SeenCommons, bytes: Uint8Array): void {
  const item = readItem(bytes)
  if (item.item === 'about') found.at = item.at
  if (item.item === 'holds') for (const version of item.versions) found.holds.add(version)
  if (item.item !== 'heads') return
  for (const { core, length, held } of item.heads) found.heads.set(core, { length, held })
}
