import type { Action } from '../action.ts'
import { fail } from '../errors.ts'
import { short } from '../terminal/amounts.ts'

export const connect: Action = async ({ args, io, home }) => {
  const [address = ''] = args
  if (!/^(\[[0-9a-fA-F:.]+\]|[^:\s]+):\d{1,5}$/.test(address))
    throw fail('ADDRESS_FORM', { expected: 'HOST:PORT, as in 192.168.1.7:4800', found: address })
  const { findDaemon } = await import('@allmende/api/daemon')
  const found = await findDaemon(home)
  if (!found) throw fail('START_FIRST', { found: `no running node on ${home}` })
  const connected = await found.client.connect(address)
  await io.result(
    connected,
    (clean) => `Connected to ${clean(short(connected.node))} at ${clean(connected.address)}.`,
  )
}
