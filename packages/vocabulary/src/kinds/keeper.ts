import Type from 'typebox'
import { MAX_NAME } from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, keyToBytes, keyToText, nodeId, text } from './fields.ts'

const schema = Type.Object({
  node: nodeId('The node that is asked to keep everything of the author’s in this commons.'),
  name: Type.Optional(text(MAX_NAME, 'What the author calls it.')),
  ends: Type.Optional(Type.Literal(true, { description: 'Set when it is asked no longer.' })),
})

export type KeeperFields = Static<typeof schema>

/** "I ask this node to keep everything of mine." Of each author the newest about a node counts. */
export const keeper: KindDefinition = {
  kind: 'keeper',
  version: 1,
  schema,
  upgrades: [],
  statement: true,
  unpack(body) {
    body['node'] = keyToText(body['node'])
  },
  pack: (body) => ({ ...body, node: keyToBytes(body['node']) }),
}
