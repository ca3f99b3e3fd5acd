import test from 'tape'
import { seeded, type Seeded } from '@allmende/testkit'
import { commonsIdOf, personIdOf, type CommonsId, type PersonId } from '@allmende/vocabulary'
import {
  admitListing,
  bucketOf,
  differingBuckets,
  digestOf,
  isTimely,
  type KeptListing,
  LISTING_MS,
  ListingSet,
  MAX_LISTINGS_EACH,
  newestOfEach,
  placeOfListing,
  searchListed,
  type ListedText,
} from '../src/index.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const nobody = () => false

function listing(
  random: Seeded,
  person: PersonId,
  commons: CommonsId,
  at: number,
  source: string,
): KeptListing {
  const hash = hex(random.bytes(32))
  return {
    person,
    commons,
    at,
    until: at + LISTING_MS,
    hash,
    gone: random.chance(0.2),
    arrived: 0,
    source,
    confirmed: false,
  }
}

/** A node that hears listings one after the other. */
function hears(all: readonly KeptListing[], max?: number, isTrusted: (person: PersonId) => boolean = nobody) {
  const held = new ListingSet()
  all.forEach((one, arrived) => {
    const { admit, drop } = admitListing(
      held,
      { ...one, arrived },
      { isTrusted, ...(max !== undefined && { max }) },
    )
    for (const place of drop) held.drop(place)
    if (admit) held.put({ ...one, arrived })
  })
  return held
}

const said = (held: ListingSet) =>
  held
    .values()
    .map(({ hash }) => hash)
    .toSorted()

test('R162 whatever the order of arrival, and however often, all come to the same listings', (t) => {
  for (const seed of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const random = seeded(seed)
    const people = Array.from({ length: 4 }, () => personIdOf(random.bytes(32)))
    const commons = Array.from({ length: 30 }, () => commonsIdOf(random.bytes(32)))
    const all = Array.from({ length: 400 }, () =>
      listing(random, random.pick(people), random.pick(commons), 1_000 + random.int(50), 'one'),
    )
    const first = said(hears(all))
    for (let run = 0; run < 8; run++) {
      const again = random.shuffle([...all, ...random.shuffle(all).slice(0, 100)])
      if (said(hears(again)).join() !== first.join()) t.fail(`seed ${seed}, run ${run}`)
    }
    const newest = newestOfEach(all)
    t.ok(
      first.every((hash) => [...newest.values()].some((one) => one.hash === hash)),
      `seed ${seed}`,
    )
    t.equal(first.length, 4 * MAX_LISTINGS_EACH, 'of each person no more than twenty')
  }
  t.end()
})

test('R163 who floods pushes out the flood, not what others brought or people one knows have said', (t) => {
  const random = seeded('flood')
  const id = () => personIdOf(random.bytes(32))
  const one = (source: string, person = id()) =>
    listing(random, person, commonsIdOf(random.bytes(32)), 5, source)
  const known = Array.from({ length: 10 }, id)
  const honest = ['ada', 'bo', 'cy'].flatMap((source) => Array.from({ length: 60 }, () => one(source)))
  const trusted = known.map((person) => one('flooder', person))
  const flood = Array.from({ length: 3_000 }, () => one('flooder'))
  const held = hears([...honest, ...trusted, ...flood], 300, (person) => known.includes(person))
  t.equal(held.size, 300)
  for (const each of [...honest, ...trusted])
    if (!held.get(placeOfListing(each))) t.fail('somebody was pushed out')
  const late = Array.from({ length: 40 }, () => one('dee'))
  const after = hears([...honest, ...trusted, ...flood, ...late], 300, (person) => known.includes(person))
  t.ok(
    late.every((each) => after.get(placeOfListing(each))),
    'and there is room for others after it',
  )
  t.end()
})

test('R164 a listing holds for thirty days at most, and none that is dated ahead', (t) => {
  const now = 1_800_000_000_000
  t.ok(isTimely({ at: now, until: now + LISTING_MS }, now))
  t.notOk(isTimely({ at: now, until: now + LISTING_MS + 1 }, now), 'longer than it may')
  t.notOk(isTimely({ at: now - LISTING_MS, until: now }, now), 'over')
  t.notOk(isTimely({ at: now + 3_600_000, until: now + LISTING_MS }, now), 'from a clock that is ahead')
  t.notOk(isTimely({ at: now, until: now - 1 }, now))
  t.end()
})

test('R165 two sets have one digest only if they are equal, and what differs is found by buckets', (t) => {
  const random = seeded('digest')
  const hashes = Array.from({ length: 500 }, () => hex(random.bytes(32)))
  t.deepEqual(digestOf(hashes), digestOf(random.shuffle(hashes)))
  t.notDeepEqual(digestOf(hashes), digestOf(hashes.slice(1)))
  const buckets = (all: readonly string[]) =>
    Array.from({ length: 256 }, (_, at) => hex(digestOf(all.filter((hash) => bucketOf(hash) === at))))
  t.deepEqual(differingBuckets(buckets(hashes), buckets(hashes.slice(1))), [bucketOf(hashes[0]!)])
  t.end()
})

test('R166 listed commons are found by the beginnings of words, whatever case and accents; many voices count for nothing', (t) => {
  const text = (id: string, fields: Partial<ListedText>): ListedText => ({
    id,
    name: '',
    about: '',
    tags: [],
    place: '',
    language: '',
    trusted: false,
    confirmed: false,
    at: 0,
    ...fields,
  })
  const listed = [
    text('1', { name: 'Straßencafé Süd', about: 'Reparieren am Samstag', tags: ['repair'], place: 'Köln' }),
    text('2', { name: 'Bikes', about: 'We repair bicycles', at: 9 }),
    text('3', { name: 'Seeds', about: 'Old sorts', trusted: true }),
    text('4', { name: 'Seed library', at: 100 }),
  ]
  const found = (words: string) => searchListed(listed, words).map(({ id }) => id)
  t.deepEqual(found('repair'), ['1', '2'], 'a tag before the words about it')
  t.deepEqual(found('STRASSENCAFE koln'), ['1'])
  t.deepEqual(found('rep bicy'), ['2'], 'every word, by its beginning')
  t.deepEqual(found('seed'), ['4', '3'], 'a whole word before a beginning')
  t.deepEqual(found('nothing'), [])
  t.equal(found('')[0], '3', 'without words: first what people one knows have listed')
  t.end()
})
