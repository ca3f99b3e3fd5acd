import { seeded, until } from '@allmende/testkit'
import test from 'tape'
import type { DraftHandle } from '../src/contract.ts'
import { author, COMMONS, DRAFT } from './memory-logs.ts'
import { connect, node, type Node } from './node.ts'

const MALLORY = author('mallory').log

/** Mallory is excluded: of her edits only the first blocks stay. */
async function exclude(at: Node, stays: number): Promise<void> {
  at.logs.heardUpTo.set(MALLORY, stays + 1)
  await at.drafts.heard(COMMONS, `mallory ${stays}`)
}

async function readmit(at: Node): Promise<void> {
  at.logs.heardUpTo.delete(MALLORY)
  await at.drafts.heard(COMMONS, '')
}

async function append(handle: DraftHandle, text: string): Promise<void> {
  handle.splice((await handle.text()).length, 0, text)
  await handle.flush()
}

const shows = (handle: DraftHandle, text: string): Promise<unknown> =>
  until(async () => (await handle.text()) === text, { what: `the text “${text}”` })

test('D56 who hears of an exclusion late shows the same as who heard of it first, and whoever has the draft open sees the difference', async (t) => {
  const [anna, mallory, ben] = [await node(t, 'anna'), await node(t, 'mallory'), await node(t, 'ben')]
  const apart = connect(anna, mallory, ben)
  const [a, m, b] = [await anna.open(), await mallory.open(), await ben.open()]
  await append(a, 'one ')
  await shows(m, 'one ')
  await append(m, 'stays ')
  await append(m, 'goes ')
  for (const handle of [a, b]) await shows(handle, 'one stays goes ')
  let shown = await b.text()
  b.on('changed', ({ patches }) => {
    for (const { at, del, ins } of patches) shown = shown.slice(0, at) + ins + shown.slice(at + del)
  })
  await exclude(anna, 1)
  t.equal(await a.text(), 'one stays ')
  apart(true)
  await exclude(ben, 1)
  t.equal(await b.text(), 'one stays ')
  t.equal(shown, 'one stays ', 'the open editor was told')
  await append(b, 'ben ')
  apart(false)
  await shows(a, 'one stays ben ')
  await readmit(anna)
  await readmit(ben)
  t.equal(await a.text(), await b.text())
  t.ok((await a.text()).includes('goes '), 'heard again, all of it counts')
})

test('D56 what an edit of somebody else rests on stays, in whatever order the exclusion comes; what is typed meanwhile isn’t lost', async (t) => {
  const seed = 'heard 1'
  const random = seeded(seed)
  for (let round = 0; round < 3; round++) {
    const [anna, mallory, ben] = await Promise.all(['anna', 'mallory', 'ben'].map((name) => node(t, name)))
    connect(anna!, mallory!, ben!)
    const nodes = [anna!, mallory!, ben!]
    const handles = await Promise.all(nodes.map((one) => one.open()))
    const stays = random.int(4)
    const late = 2 + random.int(6)
    for (let step = 0; step < 10; step++) {
      const handle = random.pick(handles)
      handle.splice(random.int((await handle.text()).length + 1), 0, `${step} `)
      // Anna hears of it while she is typing, and Ben at the end.
      if (step === late) await Promise.all([exclude(anna!, stays), handle.flush()])
      else await handle.flush()
    }
    await exclude(ben!, stays)
    const fresh = await node(t, 'cleo')
    fresh.logs.heardUpTo.set(MALLORY, stays + 1)
    await fresh.drafts.heard(COMMONS, `mallory ${stays}`)
    for (const one of nodes)
      for (const entries of one.logs.blocks.get(one.logs.own.log) ?? []) fresh.logs.put(one.logs.own, entries)
    const [a, , b] = handles
    const all = nodes.flatMap((one) => one.logs.blocks.get(one.logs.own.log) ?? []).length
    const has = (one: Node): number =>
      [...one.logs.blocks.values()].reduce((sum, { length }) => sum + length, 0)
    await until(() => nodes.every((one) => has(one) === all), { what: 'all edits to be everywhere' })
    const c = await fresh.open()
    const texts = async (): Promise<string[]> => Promise.all([a!, b!, c].map((handle) => handle.text()))
    await until(async () => new Set(await texts()).size === 1, { what: `all equal (seed ${seed}, ${round})` })
    t.equal(new Set(await texts()).size, 1, `round ${round}`)
    for (const handle of [...handles, c]) await handle.close()
  }
})

test('D56 a draft that isn’t open is judged anew too, and so is one whose node stopped on the way', async (t) => {
  const [anna, mallory] = [await node(t, 'anna'), await node(t, 'mallory')]
  connect(anna, mallory)
  const [a, m] = [await anna.open(), await mallory.open()]
  await append(m, 'goes ')
  await shows(a, 'goes ')
  await append(a, 'rests ')
  await append(m, 'goes too ')
  await shows(a, 'goes rests goes too ')
  await a.close()
  await exclude(anna, 0)
  const again = await anna.open()
  t.equal(await again.text(), 'goes rests ', 'only what Anna’s edit rests on')
  await again.close()
  await readmit(anna)
  await anna.drafts.close()
  const next = await node(t, 'anna', { dir: anna.dir, logs: anna.logs })
  next.logs.heardUpTo.set(MALLORY, 1)
  await next.drafts.heard(COMMONS, 'mallory 0')
  const last = await next.open()
  t.equal(await last.text(), 'goes rests ')
  await last.close()
})

test('D56 an acceptance that counts no more is taken out of the text', async (t) => {
  const [anna, ben] = [await node(t, 'anna'), await node(t, 'ben')]
  connect(anna, ben)
  const [a, b] = [await anna.open(), await ben.open()]
  await append(a, 'The quick fox.')
  await shows(b, 'The quick fox.')
  const { heads } = await b.read()
  const hashes = await b.offer('The slow fox.', heads)
  anna.records.offers.push(...hashes)
  await until(async () => (await a.offers()).length === 1)
  await anna.drafts.recordsChanged(COMMONS, DRAFT)
  await shows(a, 'The slow fox.')
  anna.records.offers.length = 0
  await anna.drafts.heard(COMMONS, 'without whoever accepted')
  t.equal(await a.text(), 'The quick fox.')
  t.equal((await a.offers()).length, 1, 'and is offered again')
})
