import Type from 'typebox'
import type { KindDefinition } from './definition.ts'
import { type Static, bytes, keyToBytes, keyToText, nodeId } from './fields.ts'

/** WARNING: signed. */
export const NODE_PURPOSE = 'allmende/node/1'

const schema = Type.Object({
  node: nodeId('The key by which other nodes know the program on this device.'),
  proof: bytes(
    64,
    64,
    'The signature of that key over the purpose, the commons, the person and the device, so that nobody passes off another’s node as theirs.',
  ),
})

export type NodeFields = Static<typeof schema>

/** "This device is reached as this node": ties what is seen on a connection to a person. The newest of a device counts. */
export const node: KindDefinition = {
  kind: 'node',
  version: 1,
  schema,
  upgrades: [],
  statement: true,
  unpack(body) {
    body['node'] = keyToText(body['node'])
  },
  pack: (body) => ({ ...body, node: keyToBytes(body['node']) }),
}
