import test from 'tape'
import { TwoNodes } from './two.ts'

test('S42 a thousand logs that have all grown are fetched in turns from one peer, and nobody is blamed', async (t) => {
  const two = new TwoNodes('grown', 1_000)
  const [ada, ben] = two.nodes
  for (const log of two.logs) {
    ben.logs.hold(log)
    two.truth.append(log, 100)
    ada.logs.hold(log)
  }
  const wire = two.meet()
  t.ok(
    await two.until(() => ben.logs.counts().known === 2_000, 120_000),
    `${ben.logs.counts().known} of 2000 blocks`,
  )
  t.ok(two.now < 60_000, `after ${two.now / 1_000} virtual seconds: no time-out was waited for`)
  t.deepEqual(
    wire.ends.flatMap(({ refused }) => refused),
    [],
  )
  await two.close()
})

test('S43 of two thousand logs somebody new has those first that they were told of first', async (t) => {
  const two = new TwoNodes('newcomer', 2_000)
  const [ada, ben] = two.nodes
  for (const log of two.logs) ada.logs.hold(log)
  const arrived: string[] = []
  ben.logs.on('bound', ({ key }) => arrived.push(key))
  two.meet()
  t.ok(await two.until(() => arrived.length === 2_000, 120_000))
  const last = new Set<string>(two.logs.slice(-400).map(({ key }) => key))
  const early = arrived.slice(0, 400).filter((key) => last.has(key)).length
  t.ok(early > 300, `${early} of the 400 that grew last are among the first 400`)
  await two.close()
})

test('S13 a long log of which peers give a few blocks every quarter of a minute is fetched from another who holds it', async (t) => {
  const two = new TwoNodes('trickle', 1)
  const [ada, ben] = two.nodes
  const [log] = two.logs
  if (!log) throw new Error('no log')
  ben.logs.hold(log)
  for (let block = 1; block < 600; block++) two.truth.append(log, 100)
  ada.logs.hold(log)
  const wires = Array.from({ length: 6 }, () => two.withhold('seldom'))
  const held = () => ben.logs.counts().known
  t.ok(await two.until(() => held() > 1, 60_000), 'it is asked of who came first')
  wires.push(two.meet())
  t.ok(await two.until(() => held() === 600, 400_000), `${held()} of 600 blocks`)
  t.ok(two.now < 90_000, `after ${two.now / 1_000} virtual seconds`)
  t.deepEqual(
    wires.flatMap(({ ends }) => ends.flatMap(({ refused }) => refused)),
    [],
    'and nobody is blamed',
  )
  await two.close()
})
