import type { Thing } from '@allmende/views'
import type { RecordId } from '@allmende/vocabulary'
import { answeringHolders } from '../answering.ts'
import type { OpenCommons } from '../commons-book.ts'
import type { StorageInfo, StoredGood } from '../contract-keeping.ts'
import type { Parts } from '../parts.ts'

/** Versions looked up in one commons; of a computer that holds more, the list says that there is more. */
const MOST_VERSIONS = 5_000
/** Goods told of in one commons. */
const MOST_GOODS = 200

/** What lies here: versions that are here with all their files. What was only begun to be fetched is in the sum of the disk alone. */
export async function storage(parts: Parts): Promise<StorageInfo> {
  return {
    disk: await parts.logs.diskBytes(),
    commons: await Promise.all(parts.book.members().map((commons) => storedIn(parts, commons))),
  }
}

async function storedIn(parts: Parts, commons: OpenCommons): Promise<StorageInfo['commons'][number]> {
  const held = parts.holdings.of(commons.id)
  const things = await thingsOf(parts, held.slice(0, MOST_VERSIONS))
  const here = new Set(held)
  const goods = things
    .map((thing) => storedGood(parts, commons, thing, here))
    .toSorted((a, b) => b.bytes - a.bytes)
  const { records } = await parts.views.counts(commons.id)
  return {
    id: commons.id,
    name: commons.entry.name,
    records,
    versions: held.length,
    bytes: goods.reduce((sum, { bytes }) => sum + bytes, 0),
    goods: goods.slice(0, MOST_GOODS),
    more: held.length > MOST_VERSIONS || goods.length > MOST_GOODS,
  }
}

/** The goods and builds that these are versions of. */
async function thingsOf({ views }: Parts, versions: readonly RecordId[]): Promise<Thing[]> {
  const found = new Map<RecordId, Thing>()
  const seen = new Set<RecordId>()
  for (const version of versions) {
    if (seen.has(version)) continue
    const record = (await views.record(version))?.record as { of?: RecordId } | undefined
    const thing = record && (await views.show(record.of ?? version))
    if (!thing) continue
    found.set(thing.id, thing)
    // All its versions come with it: they aren't asked for one by one.
    for (const { id } of thing.versions) seen.add(id)
  }
  return [...found.values()]
}

function storedGood(
  { keeping, logs, sync }: Parts,
  { id: commons }: OpenCommons,
  thing: Thing,
  here: ReadonlySet<RecordId>,
): StoredGood {
  const versions = thing.versions.filter(({ id }) => here.has(id))
  const last = versions.at(-1)
  const pinned = keeping.pins
    .list()
    .some(({ target }) => target.what === 'good' && target.commons === commons && target.thing === thing.id)
  return {
    id: thing.id,
    title: thing.title,
    yours: thing.author === logs.identity?.person,
    pinned,
    versions: versions.length,
    bytes: versions.reduce((sum, { files }) => sum + (files?.bytes ?? 0), 0),
    elsewhere: last ? answeringHolders(sync, last.id).length : 0,
  }
}
