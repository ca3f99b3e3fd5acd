import type { CommonsLogs } from '@allmende/logs'
import type { LogKey } from '@allmende/vocabulary'
import test from 'tape'
import { Carriage } from '../src/carriage.ts'

const log = 'a log' as LogKey

/** A log of one record a block; reading a block takes a turn, so that two counts meet. */
function slowLog(): CommonsLogs {
  return {
    logs: () => [],
    owner: () => ({ log, which: 'records' }),
    log: () => ({ own: false }),
    async *read(_log: LogKey, from: number, to: number) {
      for (let block = from; block < to; block++) {
        await new Promise((resolve) => setImmediate(resolve))
        yield { block, records: [Uint8Array.of(block)] }
      }
    },
  } as unknown as CommonsLogs
}

test('S15 a record counts once towards the quota, though two counts run at once', async (t) => {
  const carriage = new Carriage(slowLog(), {
    carried: () => ({ carry: true, upTo: { records: 8, editBytes: 1_000 }, reason: 'newcomer' }),
  })
  await carriage.fetchUpTo(log, 'records', 2)
  const both = [carriage.fetchUpTo(log, 'records', 6), carriage.fetchUpTo(log, 'records', 7)]
  t.deepEqual(await Promise.all(both), [8, 9], 'five and six records of eight: both go on')
  t.equal(await carriage.fetchUpTo(log, 'records', 8), 10, 'seven records')
  t.equal(await carriage.fetchUpTo(log, 'records', 9), 9, 'eight: full')
})

test('S40 what is carried of somebody for another reason takes no newcomer’s place, and a place is free when that becomes the reason', (t) => {
  const logs = ['one', 'two', 'three'] as LogKey[]
  const blocked = new Set<LogKey>()
  const carried: number[] = []
  const carriage = new Carriage(
    {
      logs: () => logs.map((key) => ({ key })),
      owner: (key: LogKey) => ({ log: key, which: 'records' }),
      log: (key: LogKey) => ({ key, own: false, bound: true }),
      heldBytes: async () => 0,
    } as unknown as CommonsLogs,
    {
      carried: ({ log: asked, newcomersCarried }) => {
        if (asked === logs[2]) carried.push(newcomersCarried)
        const upTo = { records: 8, editBytes: 1_000 }
        return { carry: true, upTo, reason: '', ...(blocked.has(asked) && { placeless: true as const }) }
      },
    },
  )
  carriage.open()
  blocked.add(logs[0]!)
  carriage.forget()
  t.deepEqual(carried, [2, 1], 'one place is free')
  t.equal(carriage.admit(logs[0] as never, 'a way'), 'yes')
  blocked.clear()
  carriage.forget()
  carriage.forget()
  t.deepEqual(carried, [2, 1, 2, 2], 'admitted again it took none, unblocked it has one')
  t.end()
})
