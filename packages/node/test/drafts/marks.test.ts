import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded, type Seeded } from '@allmende/testkit'
import test from 'tape'
import { type Listing, readListing } from '../../src/drafts/archive-listing.ts'
import { type Marks, marksCarried, marksToSet, marksToTake } from '../../src/drafts/marks.ts'
import type { AllmendeNode } from '../../src/index.ts'
import { scene } from '../nodes.ts'

const SEED = 'marks 1'
const ROUNDS = 8

const mark = (from: number, to: number, name = 'bold', value: string | boolean = true) => {
  return { from, to, name, value }
}

test('DS11 a mark goes with the half and more of its passage, and no further', (t) => {
  const before = 'One red chair. And no other.'
  const carried = (after: string, ...marks: Marks) =>
    marksCarried(marks, before, after).map(({ from, to }) => after.slice(from, to))
  t.deepEqual(carried('Well: one red chair. And no other.', mark(4, 13)), ['red chair'])
  t.deepEqual(carried('One red, wide chair. And no other.', mark(4, 13)), ['red, wide chair'])
  t.deepEqual(carried('One red bench. And no other.', mark(4, 7)), ['red'])
  t.deepEqual(carried('One. And no other.', mark(4, 13)), [])
  t.deepEqual(carried('Nothing of it.', mark(4, 13)), [])
  t.end()
})

test('DS11 of one name a draft keeps its own marks, and takes what is left of the other’s', (t) => {
  const taken = marksToTake([mark(4, 6, 'link', 'a')], [mark(2, 8, 'link', 'b'), mark(2, 8)])
  t.deepEqual(taken, [
    { mark: 'link', from: 2, to: 4, value: 'b' },
    { mark: 'link', from: 6, to: 8, value: 'b' },
    { mark: 'bold', from: 2, to: 8, value: true },
  ])
  t.deepEqual(marksToSet([mark(0, 4), mark(6, 8)], [mark(2, 3), mark(6, 8)]), [
    { mark: 'bold', from: 0, to: 4, value: null },
    { mark: 'bold', from: 2, to: 3, value: true },
  ])
  t.end()
})

/** Words none of which is there twice, so that a passage is known by what it says. */
function words(random: Seeded, what: string): string[] {
  return Array.from({ length: 8 + random.int(8) }, (_, at) => `${what}${at}`)
}

function someMarks(random: Seeded, text: string): Marks {
  const starts = [...text.matchAll(/\w+/g)].map(({ index, 0: word }) => [index, index + word.length] as const)
  return Array.from({ length: 1 + random.int(4) }, () => {
    const first = random.int(starts.length)
    const last = Math.min(starts.length - 1, first + random.int(3))
    const value = random.chance(0.5) ? true : `https://${random.int(3)}.example`
    return mark(starts[first]![0], starts[last]![1], random.pick(['bold', 'link', 'note']), value)
  })
}

function edited(random: Seeded, text: string, who: string): string {
  let now = text
  for (let edit = 0; edit < 3; edit++) {
    const all = [...now.matchAll(/\w+\.?/g)]
    const { index, 0: word } = random.pick(all)
    const other = random.pick([`${word} ${who}${edit}`, `${who}${edit} ${word}`, `${who}${edit}`])
    now = now.slice(0, index) + other + now.slice(index + word.length)
  }
  return now
}

/** What each character of a text is marked with. */
function markedAs(marks: Marks, at: number, name: string): unknown {
  return marks.find((one) => one.name === name && one.from <= at && at < one.to)?.value
}

function begin(node: AllmendeNode, folder: string, text: string, marks: Marks): Promise<{ id: string }> {
  mkdirSync(folder)
  const listing: Listing = { form: 1, title: 'x', text: 'x.md', fields: {}, lines: [], files: [], marks }
  writeFileSync(join(folder, 'draft.json'), JSON.stringify(listing))
  writeFileSync(join(folder, 'x.md'), text)
  return node.createDraft({ title: folder.slice(-6), commons: 'Shed', archive: folder })
}

async function marksOf(node: AllmendeNode, draft: string, to: string): Promise<Marks> {
  await node.archiveDraft({ draft, to })
  await node.draftAccess({ draft, closed: false })
  // A draft of a text alone is archived as one file.
  return existsSync(join(to, 'draft.json'))
    ? readListing(readFileSync(join(to, 'draft.json'), 'utf8')).marks
    : []
}

function lineAt(text: string, at: number): string {
  const begin = text.lastIndexOf('\n', at - 1) + 1
  return text.slice(begin, text.indexOf('\n', at))
}

/** Each word that both texts have, with all its marks in one, has them in the other, but where that had its own. */
type Compared = { readonly base: string; readonly into: string; readonly now: Marks }

function lost(
  from: string,
  all: Marks,
  { base, into, now }: Compared,
  [ownText, own]: readonly [string, Marks] = ['', []],
): string[] {
  // Of whose passage less than half is left, a mark may be gone; in a sentence that both rewrote, it may stand elsewhere.
  const marks = all.filter(({ from: start, to }) => {
    const left = from
      .slice(start, to)
      .match(/\w+/g)!
      .filter((word) => new RegExp(`\\b${word}\\b`).test(into))
    const line = lineAt(from, start)
    const bothRewrote = !base.includes(line) && !into.includes(line)
    return left.join('').length * 2 >= to - start && !bothRewrote
  })
  return [...from.matchAll(/\w+/g)].flatMap(({ 0: word, index }) => {
    const at = into.search(new RegExp(`\\b${word}\\b`))
    if (at < 0) return []
    return ['bold', 'link', 'note'].flatMap((name) => {
      const wanted = markedAs(marks, index, name)
      const there = ownText.search(new RegExp(`\\b${word}\\b`))
      const kept = there < 0 ? undefined : markedAs(own, there, name)
      if (wanted === undefined || kept !== undefined) return []
      return markedAs(now, at, name) === wanted ? [] : [`${word} ${name}`]
    })
  })
}

test(`DS11 marks are there after a merge, after going to another commons, and after going back to an earlier moment; who wrote what stays told (seed ${SEED})`, async (t) => {
  const { folder, open } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Shed', public: true })
  await anna.createCommons({ name: 'Board', public: false })
  for (let round = 0; round < ROUNDS; round++) {
    const random = seeded(`${SEED} ${round}`)
    const path = (name: string): string => join(folder, `${name} ${round}`)
    const text = `${words(random, 'a').join(' ')}.\n${words(random, 'b').join(' ')}.\n${words(random, 'c').join(' ')}.\n`
    const into = await begin(anna, path('into'), text, someMarks(random, text))
    const from = await begin(anna, path('from'), text, someMarks(random, text))
    for (const [{ id }, who] of [
      [into, 'ours'],
      [from, 'theirs'],
    ] as const) {
      const { heads } = await anna.draftText(id)
      await anna.editDraft({ draft: id, text: edited(random, text, who), heads })
    }
    const [mine, theirs] = [
      await marksOf(anna, into.id, path('mine')),
      await marksOf(anna, from.id, path('theirs')),
    ]
    const [before, other] = [(await anna.draftText(into.id)).text, (await anna.draftText(from.id)).text]
    const blame = await anna.draftBlame(into.id)
    const { changes } = await anna.draftHistory(into.id)
    await anna.mergeDraft({ from: from.id, into: into.id })
    const merged = (await anna.draftText(into.id)).text
    const now = await marksOf(anna, into.id, path('now'))
    const compared = { base: text, into: merged, now }
    t.deepEqual(lost(before, mine, compared), [], `round ${round}: the marks that were there`)
    t.deepEqual(lost(other, theirs, compared, [before, mine]), [], 'and those that came')
    t.equal(
      (await anna.mergeDraft({ from: from.id, into: into.id })).marks,
      0,
      'a second time nothing is left',
    )
    const after = await anna.draftBlame(into.id)
    t.equal(after.passages.map((passage) => passage.text).join(''), merged)
    t.deepEqual(
      writersOf(merged, after.passages),
      writersBoth(merged, before, blame.passages, after.passages),
      'who wrote what',
    )
    const carried = await anna.bringOver({ from: 'Shed', to: 'Board', things: [into.id] })
    t.deepEqual(await marksOf(anna, carried.brought[0]!.id, path('carried')), now, 'in another commons')
    await anna.restoreDraft({ draft: into.id, change: changes.at(-1)!.change })
    t.deepEqual(await marksOf(anna, into.id, path('again')), mine, 'as before')
  }
})

type Passages = readonly { readonly text: string; readonly change: string }[]

/** The change of each word. */
function writersOf(text: string, passages: Passages): string[] {
  const changes = passages.flatMap(({ text: said, change }) => Array<string>(said.length).fill(change))
  return [...text.matchAll(/\w+/g)].map(({ 0: word, index }) => `${word} ${changes[index]}`)
}

/** What stood in the draft is by whom it was; the rest as it is told now. */
function writersBoth(merged: string, before: string, old: Passages, anew: Passages): string[] {
  const known = new Map(writersOf(before, old).map((one) => [one.split(' ')[0]!, one]))
  return writersOf(merged, anew).map((one) => known.get(one.split(' ')[0]!) ?? one)
}
