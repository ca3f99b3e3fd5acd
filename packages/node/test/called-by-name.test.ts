import test from 'tape'
import { connect, errorOf, eventually, scene } from './nodes.ts'

test('N42 a person is called by name where somebody vouches for them, excludes them and takes them in again', async (t) => {
  const place = scene(t)
  const [ada, ben] = [await place.open('ada'), await place.open('ben')]
  const { link } = await ada.createCommons({ name: 'Shed', public: false })
  await ben.profile({ name: 'Ben' })
  const joining = ben.joinCommons({ link })
  await connect(ada, ben)
  await joining
  await eventually('Ada to know him', async () =>
    (await ada.members({})).members.some(({ name }) => name === 'Ben'),
  )
  const { person } = (await ada.members({})).members.find(({ name }) => name === 'Ben')!
  t.equal((await ada.vouch({ person: 'ben' })).person, person)
  t.equal((await errorOf(ada.vouch({ person: 'Bne' }))).code, 'PERSON_UNKNOWN')
  t.equal((await ada.exclude({ person: 'Ben' })).name, 'Ben')
  t.equal((await ada.readmit({ person })).name, 'Ben', 'also while what is his is folded anew')
})
