import test from 'tape'
import { scene } from './nodes.ts'

test('a commons that is made, joined or chosen is told as an event, though nothing is written in it yet', async (t) => {
  const { open } = scene(t)
  const [anna, ben] = [await open('anna'), await open('ben')]
  const told: string[] = []
  ben.on((event) => {
    if (event.type === 'changed') told.push(event.commons)
  })
  const own = await ben.createCommons({ name: 'Shed', public: false })
  t.ok(told.includes(own.id), 'made')
  const { link, id } = await anna.createCommons({ name: 'Garden', public: true })
  await ben.joinCommons({ link })
  t.ok(told.includes(id), 'joined')
  told.length = 0
  await ben.useCommons(id)
  t.deepEqual(told, [id], 'chosen')
})
