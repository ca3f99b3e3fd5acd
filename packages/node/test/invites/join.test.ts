import test from 'tape'
import { connect, eventually, errorOf, scene } from '../nodes.ts'

test('N8 who joins a private commons by a code is there, and vouched for by whoever gave it', async (t) => {
  const { open } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  await anna.profile({ name: 'Anna' })
  const board = await anna.createCommons({ name: 'Board', public: false })
  await connect(ben, anna)
  const made = await anna.invite({ commons: 'Board', seconds: 60 })
  t.ok(/^\d+-[a-z]+-[a-z]+$/.test(made.code), made.code)
  t.ok(made.opens.includes('private commons "Board"'), made.opens)
  const joined = await ben.joinByCode({ code: made.code.replaceAll('-', ' ').toUpperCase() })
  t.equal(joined.id, board.id)
  t.equal(joined.by, 'Anna')
  t.equal(joined.vouched, true)
  t.equal(joined.words?.split(' ').length, 24, 'a new person hears their words')
  const [after] = await anna.listInvites()
  t.equal(after?.state, 'used')
  t.equal(after?.joined[0]?.person, (await ben.status()).person)
  await eventually('the vouch to be at Ben', async () => (await ben.status()).commons[0]?.behind === 0)
  const records: string[] = []
  for await (const { kind } of ben.exportRecords('Board')) records.push(kind)
  t.ok(records.includes('vouch'), records.join(' '))
})

test('N8 in a public commons nobody is vouched for unless the inviter said so, and to copy nobody has to be anybody', async (t) => {
  const { open, files, read } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  await anna.createCommons({ name: 'Workshop', public: true })
  const good = await anna.share({ path: files('lamp', { 'lamp.txt': 'light' }), licence: 'CC0-1.0' })
  await connect(ben, anna)
  const forCopy = await anna.invite({ thing: good.id })
  const { link } = await ben.linkByCode({ code: forCopy.code })
  t.equal(link, good.link)
  await ben.copy({ from: link, to: files('copies', {}) })
  t.equal(read('copies', 'lamp.txt'), 'light')
  t.equal((await ben.status()).person, null, 'no identity was made')
  const toJoin = await anna.invite({})
  t.equal((await ben.joinByCode({ code: toJoin.code })).vouched, false)
  t.equal((await anna.listInvites())[0]?.joined[0]?.person, null, 'nor does the inviter hear who it is')
})

test('N3 a wrong word of a real code is told with the tries that are left', async (t) => {
  const { open } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  await anna.createCommons({ name: 'Board', public: false })
  await connect(ben, anna)
  const { code } = await anna.invite({})
  const [number] = code.split('-')
  const wrong = `${number}-garden-lantern` === code ? `${number}-lantern-garden` : `${number}-garden-lantern`
  t.equal((await errorOf(ben.joinByCode({ code: wrong }))).code, 'INVITE_WRONG')
  t.equal((await anna.listInvites())[0]?.triesLeft, 2)
  t.equal((await errorOf(ben.joinByCode({ code: `${number}-gardn-lantern` }))).code, 'INVITE_CODE_WORD')
  t.equal((await anna.listInvites())[0]?.triesLeft, 2, 'a mistyped word costs no try')
  t.equal((await ben.status()).person, null)
  await anna.cancelInvite(code)
  t.equal((await errorOf(ben.joinByCode({ code, waitSeconds: 1 }))).code, 'INVITE_NOBODY')
})
