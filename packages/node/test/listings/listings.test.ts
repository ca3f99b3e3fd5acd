import test from 'tape'
import { seeded, until } from '@allmende/testkit'
import { readKeptListing, readListing, signWithdrawal } from '../../src/listings/listing.ts'
import { ListingBoard } from '../../src/listings/board.ts'
import { writeMessage } from '../../src/listings/messages.ts'
import { clock, connected, linkTo, listed, person, place, TEXT } from './boards.ts'

const names = (board: ListingBoard) =>
  board
    .all()
    .filter(({ gone }) => !gone)
    .map(({ name }) => name)
    .toSorted()
const alike =
  (...boards: ListingBoard[]) =>
  () =>
    new Set(boards.map((board) => board.digest().digest)).size === 1 && boards[0]!.digest().count > 0

test('N10 a listing says what it was signed with, and nothing else is one', async (t) => {
  const anna = await person(t)
  const bytes = listed(anna, linkTo('Workshop'))
  const read = readListing(bytes, clock.now())!
  t.equal(read.person, anna.identity?.person)
  t.deepEqual([read.name, read.about, read.tags, read.place], ['Workshop', TEXT.about, TEXT.tags, TEXT.place])
  t.deepEqual(readKeptListing(bytes, clock.now()), read, 'as it is read from the own disk')
  t.ok(bytes.length < 700, `${bytes.length} bytes`)
  t.equal(readListing(listed(anna, linkTo('Board', false)), clock.now()), null, 'of a private commons')
  const random = seeded('listing')
  for (let run = 0; run < 400; run++) {
    const broken = Uint8Array.from(bytes)
    broken[random.int(broken.length)]! ^= 1 << random.int(8)
    if (readListing(broken, clock.now())) t.fail(`run ${run}: an altered one was taken`)
    if (readListing(random.bytes(random.int(1_200)), clock.now())) t.fail(`run ${run}: noise was taken`)
  }
  const nasty = readListing(listed(anna, linkTo('X'), { about: 'a\u001b[2J\nb\u202e' }), clock.now())
  const about = nasty?.about ?? '\n'
  t.notOk(
    ['\u001b', '\n', '\u202e'].some((sign) => about.includes(sign)),
    'nothing in it steers a terminal',
  )
})

test('N11 a listing reaches nodes that only know somebody in between, and so does its end', async (t) => {
  const [anna, ben, cleo] = [place(t), place(t), place(t)]
  const logs = await person(t)
  connected(anna, ben)
  const bytes = listed(logs, linkTo('Workshop'))
  anna.board.take(bytes, null)
  anna.gossip.tell(bytes)
  await until(() => names(ben.board).length === 1, { what: 'Ben to hear of it' })
  connected(ben, cleo)
  await until(() => names(cleo.board).includes('Workshop'), { what: 'Cleo to hear of it from Ben' })
  const { commons, at } = cleo.board.all()[0]!
  const end = signWithdrawal(logs, { commons, at: at + 1 })
  anna.board.take(end, null)
  anna.gossip.tell(end)
  await until(() => names(cleo.board).length === 0, { what: 'Cleo to hear that it is taken back' })
  t.equal(cleo.board.take(bytes, 'somebody late'), 'refused', 'it does not come back')
})

test('N12 equal sets cost some bytes, and of two that differ only what is missing is sent', async (t) => {
  const [anna, ben] = [place(t), place(t)]
  const people = await Promise.all(Array.from({ length: 12 }, () => person(t)))
  const all = people.flatMap((logs) =>
    Array.from({ length: 15 }, (_, at) => listed(logs, linkTo(`Commons ${at}`))),
  )
  for (const bytes of all) {
    anna.board.take(bytes, 'x')
    ben.board.take(bytes, 'y')
  }
  const same = connected(anna, ben)
  await until(() => same.messages() === 2)
  t.ok(same.bytes() < 100, `${all.length} listings alike: ${same.bytes()} bytes`)
  t.ok(
    anna.board.all().every(({ confirmed }) => confirmed),
    'each knows that another has them too',
  )
  const [cleo, dan] = [place(t), place(t)]
  for (const bytes of all) cleo.board.take(bytes, 'x')
  for (const bytes of all.slice(1)) dan.board.take(bytes, 'y')
  const differ = connected(cleo, dan)
  await until(alike(cleo.board, dan.board), { what: 'both to be alike' })
  t.ok(differ.bytes() < 8_000, `one of ${all.length} missing: ${differ.bytes()} bytes`)
  const fresh = place(t)
  const first = connected(cleo, fresh)
  await until(alike(cleo.board, fresh.board), { what: 'a newcomer to have all' })
  t.ok(first.bytes() < all.length * 800, `all ${all.length}: ${first.bytes()} bytes`)
})

test('N13 noise ends in refusals, and nothing of it is kept', async (t) => {
  const anna = place(t)
  const random = seeded('noise')
  const refused: string[] = []
  const talk = { ...({} as Parameters<ReturnType<typeof anna.protocol>['open']>[0]) }
  const end = anna.protocol().open({
    ...talk,
    node: place(t).node,
    send: () => undefined,
    drained: async () => undefined,
    refuse: (detail) => void refused.push(detail),
  })
  for (let run = 0; run < 1_500; run++) {
    const bytes = random.bytes(1 + random.int(300))
    bytes[0] = random.int(6)
    try {
      end.onMessage(bytes)
    } catch (error) {
      refused.push(String(error))
    }
  }
  t.ok(refused.length > 500, `${refused.length} refused`)
  t.equal(anna.board.all().length, 0, 'nothing of it is kept')
})

test('N16 of what one neighbour sends only so much is looked at, whatever it is; nobody else is held up by it', async (t) => {
  const [anna, flood, ben] = [place(t), place(t), place(t)]
  const logs = await person(t)
  const open = (from: typeof anna) =>
    anna.protocol().open({
      ...({} as Parameters<ReturnType<typeof anna.protocol>['open']>[0]),
      node: from.node,
      send: () => undefined,
      drained: async () => undefined,
      refuse: (detail) => t.fail(detail),
    })
  const [flooding, quiet] = [open(flood), open(ben)]
  const said = (name: string) => writeMessage({ type: 'listings', listings: [listed(logs, linkTo(name))] })
  const often = said('Often')
  for (let run = 0; run < 3_000; run++) flooding.onMessage(often)
  flooding.onMessage(said('Late'))
  t.deepEqual(names(anna.board), ['Often'], 'nothing more is looked at')
  quiet.onMessage(said('Of Ben'))
  t.deepEqual(names(anna.board), ['Of Ben', 'Often'], 'others go on')
  await clock.advance(1_000)
  for (let run = 0; run < 5; run++) flooding.onMessage(said(`Later ${run}`))
  flooding.onMessage(said('One too many'))
  t.equal(names(anna.board).length, 7, 'five a second after that')
})

test('N14 what is hidden is forgotten, not taken again and not passed on', async (t) => {
  const [anna, ben, cleo] = [place(t), place(t), place(t)]
  const [good, spam] = [await person(t), await person(t)]
  for (const bytes of [listed(good, linkTo('Seeds')), listed(spam, linkTo('Buy!'))])
    anna.board.take(bytes, null)
  connected(anna, ben)
  await until(() => names(ben.board).length === 2)
  ben.hidden.add(spam.identity!.person)
  ben.board.hideNow()
  connected(ben, cleo)
  await until(() => names(cleo.board).length === 1)
  ben.gossip.compare()
  anna.gossip.compare()
  await until(() => names(ben.board).join() === 'Seeds')
  t.deepEqual([names(ben.board), names(cleo.board)], [['Seeds'], ['Seeds']])
})

test('N15 what is known outlives a restart, until its time is over', async (t) => {
  const anna = place(t)
  anna.board.take(listed(await person(t), linkTo('Workshop')), 'somebody')
  await anna.board.save()
  const options = { file: anna.file, clock, isTrusted: () => false, isHidden: () => false }
  const again = new ListingBoard(options)
  await again.load()
  t.deepEqual(again.digest(), anna.board.digest())
  t.equal(again.all()[0]?.source, 'somebody')
  const later = new ListingBoard({ ...options, clock: { now: () => clock.now() + 31 * 24 * 60 * 60_000 } })
  await later.load()
  t.equal(later.all().length, 0)
})
