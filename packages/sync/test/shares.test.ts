import type { LogKey } from '@allmende/vocabulary'
import test from 'tape'
import { Newcomers } from '../src/decide/newcomers.ts'
import { Turns } from '../src/decide/turns.ts'
import { wayOf } from '../src/decide/way.ts'

test('S40 nodes at one address are one way, networks of one customer too; nodes of this computer are not', (t) => {
  t.equal(wayOf('192.0.2.7:4000', 'a'), wayOf('192.0.2.7:4001', 'b'))
  t.notEqual(wayOf('192.0.2.7:4000', 'a'), wayOf('192.0.2.8:4000', 'a'))
  t.equal(wayOf('[2001:db8:1:2::7]:4000', 'a'), wayOf('[2001:db8:1:2:ffff::9]:1', 'b'))
  t.notEqual(wayOf('[2001:db8:1:2::7]:4000', 'a'), wayOf('[2001:db8:1:3::7]:4000', 'a'))
  t.notEqual(wayOf('127.0.0.1:4000', 'a'), wayOf('127.0.0.1:4000', 'b'))
  t.equal(wayOf('memory:x', 'a'), wayOf('', 'a'), 'no host to be seen: the node')
  for (const odd of [':::', '[', '[::]:1', '1.2.3.4', 'x'.repeat(10_000)])
    t.ok(wayOf(odd, 'a'), odd.slice(0, 9))
  t.end()
})

test('S40 places and bytes are counted by way, and given back', (t) => {
  const newcomers = new Newcomers()
  const [a, b] = ['log a', 'log b'] as LogKey[] as [LogKey, LogKey]
  newcomers.place(a, 'one')
  newcomers.place(b, 'one')
  newcomers.place(b, 'other')
  newcomers.grew(a, 10)
  newcomers.grew(b, 5)
  newcomers.grew('unknown' as LogKey, 7)
  const first = {
    newcomersCarried: 1,
    placed: true,
    newcomersOfWay: 1,
    newcomerBytes: { all: 15, ofWay: 15 },
  }
  t.deepEqual(newcomers.shares(a, 'other'), first, 'its own place is not counted, its first way is')
  newcomers.leave(a)
  newcomers.leave(a)
  t.deepEqual(newcomers.shares(a, 'other'), {
    newcomersCarried: 1,
    placed: false,
    newcomersOfWay: 0,
    newcomerBytes: { all: 5, ofWay: 0 },
  })
  t.end()
})

test('S42 of each giver in turn; who has many that cannot go on holds up none of the others', (t) => {
  const turns = new Turns<string, string>()
  for (let i = 0; i < 1_000; i++) turns.add('Mallory', `m${i}`)
  for (let i = 0; i < 3; i++) turns.add('Ada', `a${i}`)
  const asked: string[] = []
  turns.serve((item) => {
    asked.push(item)
    return item.startsWith('a')
  }, 10)
  t.deepEqual(asked.slice(0, 5), ['m0', 'a0', 'm1', 'a1', 'm2'])
  t.deepEqual(
    asked.filter((item) => item.startsWith('a')),
    ['a0', 'a1', 'a2'],
  )
  t.equal(asked.length, 3 + 11, 'patience ends')
  t.equal(turns.size, 1_000)
  let room = 1
  turns.add('Ada', 'a3')
  turns.serve((item) => item !== '' && room-- > 0, 0)
  room = 1
  const last: string[] = []
  turns.serve((item) => {
    last.push(item)
    return room-- > 0
  }, 0)
  t.equal(last[0], 'a3', 'whoever was served comes last the next time')
  t.end()
})
