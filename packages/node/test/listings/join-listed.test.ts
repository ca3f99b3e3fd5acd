import test from 'tape'
import { connect, errorOf, eventually, scene } from '../nodes.ts'

test('N11 a public commons listed here is found and joined by who only knows somebody in between', async (t) => {
  const { open } = scene(t)
  const [anna, ben, cleo] = [await open('anna'), await open('ben'), await open('cleo')]
  const made = await anna.createCommons({ name: 'Repair café', public: true })
  await anna.createCommons({ name: 'Board', public: false })
  t.equal((await errorOf(anna.listPublicly({ commons: 'Board' }))).code, 'LISTING_PRIVATE')
  await anna.listPublicly({
    commons: 'Repair café',
    about: 'We mend toasters',
    tags: ['repair'],
    place: 'Köln',
  })
  const said = async () => (await anna.listCommons()).map(({ listed }) => listed?.about)
  t.deepEqual(await said(), ['We mend toasters', undefined], 'whose list of commons says that it is listed')
  await connect(ben, anna)
  await connect(cleo, ben)
  const found = await cleo.findCommons({ words: 'koln toast', waitSeconds: 20 })
  t.equal(found.results[0]?.name, 'Repair café')
  t.equal(found.results[0]?.id, made.id)
  t.equal((await cleo.joinListed({ id: made.id.slice(0, 8) })).id, made.id)
  t.equal((await cleo.findCommons({})).results[0]?.joined, true)
  t.equal((await errorOf(cleo.joinListed({ id: 'zzzz' }))).code, 'LISTING_UNKNOWN')
  await anna.listPublicly({ commons: 'Repair café', stop: true })
  t.deepEqual(await said(), [undefined, undefined])
  await eventually('the end of it to be at Cleo', async () => (await cleo.findCommons({})).total === 0)
  t.equal((await errorOf(anna.listPublicly({ commons: 'Repair café', stop: true }))).code, 'LISTING_NONE')
})
