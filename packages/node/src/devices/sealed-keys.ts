// Keys in the document that a stolen device must not read: it has the account's key, and so all that stands there in clear.
import { sealToRoot, unsealAsRoot } from '@allmende/logs'
import type { CommonsId, PersonId } from '@allmende/vocabulary'
import type { CommonsEntry } from '../commons-file.ts'
import type { AccountDocument, AccountEntry } from './document.ts'

/** WARNING: stored and sent. In the place of `readKey`, in hexadecimal. */
type Sealed = { readonly sealed: string }

const isSealed = (one: unknown): one is Sealed =>
  typeof one === 'object' && one !== null && typeof (one as Partial<Sealed>).sealed === 'string'

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

/**
 * The entry of a commons as it goes into the document. Keys of later epochs are sealed to the root: devices are given them in the
 * commons itself, each one separately, and only whoever begins anew with the words needs them from here. So a retired
 * device that kept the account reads no key that was made after it. `alone`: the same of a private commons that the document
 * doesn't have yet. What stands there is taken as it is, since nothing is sealed alike twice.
 */
export function closeKeys(
  { readKey, ...entry }: CommonsEntry,
  known: AccountEntry | undefined,
  { person, alone }: { person: PersonId; alone: boolean },
): AccountEntry {
  const seal = (key: string) => Buffer.from(sealToRoot(person, bytesOf(key))).toString('hex')
  const there = (known?.['epochs'] ?? []) as readonly { id: CommonsId }[]
  const epochs = entry.epochs?.flatMap((epoch): readonly object[] => {
    const same = there.filter(({ id }) => id === epoch.id)
    return same.length > 0 ? same : [{ id: epoch.id, sealed: seal(epoch.readKey) }]
  })
  const key = closedKey(known) ?? (alone && !known && !entry.public ? { sealed: seal(readKey) } : { readKey })
  return { ...entry, ...key, id: entry.id as CommonsId, ...(epochs && { epochs }) }
}

function closedKey(known: AccountEntry | undefined): Sealed | null {
  return known && known['readKey'] === undefined && isSealed(known) ? { sealed: known.sealed } : null
}

/** What the sealed keys of a document come to; null for one that these words don't open. */
export type OpenedKeys = ReadonlyMap<string, Uint8Array | null>

/** Errors: IDENTITY_WORDS. */
export async function openKeys({ commons }: AccountDocument, words: string): Promise<OpenedKeys> {
  const all = Object.values(commons).flatMap(({ entry }) => [entry, ...epochsOf(entry)].filter(isSealed))
  const opened = await unsealAsRoot(
    words,
    all.map(({ sealed }) => bytesOf(sealed)),
  )
  return new Map(all.map(({ sealed }, at) => [sealed, opened[at] ?? null]))
}

/** An entry with the keys that are open, without epochs that aren't; null when nothing can be read in it without the words. */
export function openEntry(entry: AccountEntry, opened: OpenedKeys): AccountEntry | null {
  const { sealed: _, ...rest } = entry
  const own = withKey(entry, opened)
  if (own === null) return null
  const epochs = epochsOf(entry).flatMap((epoch) => {
    const readKey = withKey(epoch, opened)
    return readKey === null ? [] : [{ id: epoch['id'], readKey }]
  })
  const byId = new Map(epochs.map((epoch) => [epoch.id, epoch]))
  const { writing, epochs: __, ...plain } = rest
  return {
    ...plain,
    id: entry.id,
    readKey: own,
    ...(byId.size > 0 && { epochs: [...byId.values()] }),
    ...(byId.has(writing) && { writing }),
  }
}

function withKey(from: Readonly<Record<string, unknown>>, opened: OpenedKeys): string | null {
  const clear = from['readKey']
  if (typeof clear === 'string') return clear
  const key = isSealed(from) ? opened.get(from.sealed) : null
  return key ? Buffer.from(key).toString('hex') : null
}

function epochsOf({ epochs }: AccountEntry): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(epochs)) return []
  return (epochs as unknown[]).filter(
    (one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null,
  )
}
