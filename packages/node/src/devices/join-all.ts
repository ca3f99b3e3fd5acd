import { deriveCommonsKeys } from '@allmende/logs'
import { displayText, type Logger } from '@allmende/vocabulary'
import { freeName } from '../commons-actions.ts'
import type { CommonsEntry } from '../commons-file.ts'
import type { Parts } from '../parts.ts'
import { introduce } from '../people.ts'
import type { AccountDocument, AccountEntry } from './document.ts'
import { openEntry, openKeys } from './sealed-keys.ts'

/**
 * Joins every commons of the document that isn't here yet, and begins this device's log in each: so the others come to know of the
 * device. Without the words what is sealed to the root stays closed: of a later epoch the person's own devices hand on the key.
 * Returns how many commons stayed closed altogether.
 */
export async function joinAll(parts: Parts, document: AccountDocument, words?: string): Promise<number> {
  const { commons, profile } = document
  const keys = words === undefined ? new Map() : await openKeys(document, words)
  let closed = 0
  if (profile && !parts.wanted.get('profile')) {
    const { name, about } = profile
    await parts.wanted.set('profile', { name, ...(about === undefined ? {} : { about }) })
  }
  for (const { entry } of Object.values(commons)) {
    const open = openEntry(entry, keys)
    if (!open) closed++
    const checked = open && checkedEntry(open, parts.logger)
    if (!checked || parts.book.get(checked.id)?.entry.role === 'member') continue
    const opened = await parts.book.add({ ...checked, name: freeName(parts, checked.name) })
    await introduce(parts, opened)
    await parts.writer.begin(opened)
  }
  return closed
}

/** The entry with the name made fit to be shown; null when it isn't one, or its keys are those of another commons. */
function checkedEntry(entry: AccountEntry, logger: Logger): CommonsEntry | null {
  const { id, name, readKey, public: open } = entry as Partial<CommonsEntry>
  const key = new Uint8Array(Buffer.from(typeof readKey === 'string' ? readKey : '', 'hex'))
  const formed = key.length === 32 && typeof open === 'boolean' && typeof name === 'string'
  if (!formed || deriveCommonsKeys(key, open).id !== id) {
    logger.warn('an entry of the account was left out: it is no commons', { id })
    return null
  }
  return { ...(entry as unknown as CommonsEntry), name: displayText(name, 60), role: 'member' }
}
