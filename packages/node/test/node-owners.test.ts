import type { Logs } from '@allmende/logs'
import { type KeyPair, nodeKeyPair } from '@allmende/transports'
import type { Statement, Views } from '@allmende/views'
import {
  commonsIdOf,
  deviceIdOf,
  logKeyOf,
  type NodeId,
  nodeIdOf,
  personIdOf,
  recordId,
} from '@allmende/vocabulary'
import test from 'tape'
import { NodeOwners } from '../src/node-owners.ts'

const key = (first: number) => new Uint8Array(32).fill(first)
const COMMONS = commonsIdOf(key(1))
const LOG = logKeyOf(key(2))

/** What one device says, as its own node would. */
async function saidBy(number: number, keyPair: KeyPair, commons = COMMONS): Promise<Statement> {
  const identity = { person: personIdOf(key(number)), device: deviceIdOf(key(number + 100)) }
  const owners = new NodeOwners(
    { statements: async () => [] } as unknown as Views,
    { identity } as Logs,
    keyPair,
  )
  const record = await owners.toSay(commons)
  if (!record) throw new Error('nothing to say')
  return {
    id: recordId(LOG, number, 0),
    kind: 'node',
    author: identity.person,
    device: identity.device,
    own: false,
    record: { kind: 'node', v: 1, clock: [0, 0], body: record.body as Record<string, unknown> },
  }
}

function reader(statements: readonly Statement[]): NodeOwners {
  const views = { statements: async () => statements } as unknown as Views
  return new NodeOwners(views, { identity: null } as Logs, nodeKeyPair(key(99)))
}

test('a node belongs to the device that it signed for, and to no other that claims it', async (t) => {
  const [first, second] = [nodeKeyPair(key(11)), nodeKeyPair(key(12))]
  const honest = await saidBy(3, first)
  const thief = await saidBy(4, second)
  const stolen = { ...thief, record: { ...thief.record, body: honest.record.body } }
  const elsewhere = await saidBy(5, second, commonsIdOf(key(9)))
  const owners = reader([honest, stolen, elsewhere])
  const id = (keyPair: KeyPair): NodeId => nodeIdOf(keyPair.publicKey)
  t.equal((await owners.ownerOf(COMMONS, id(first)))?.person, honest.author)
  t.equal(await owners.ownerOf(COMMONS, id(second)), undefined, 'said in another commons: says nothing here')
  t.equal((await owners.in(COMMONS)).length, 1)
})

test('of one device the node it said last counts', async (t) => {
  const before = await saidBy(3, nodeKeyPair(key(11)))
  const after = await saidBy(3, nodeKeyPair(key(12)))
  const all = await reader([before, after]).in(COMMONS)
  t.deepEqual(
    all.map(({ node }) => node),
    [nodeIdOf(nodeKeyPair(key(12)).publicKey)],
  )
})
