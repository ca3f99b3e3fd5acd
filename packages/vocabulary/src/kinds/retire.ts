import Type from 'typebox'
import type { KindDefinition } from './definition.ts'
import { bytes, deviceId, keyToBytes, keyToText, personId, type Static } from './fields.ts'
import { packStays, staysSchema, unpackStays } from './stays.ts'

/** WARNING: signed. */
export const RETIRE_PURPOSE = 'allmende/retire/1'

/** Logs of one device in one commons: one, and one more for each time that a log had to be closed. */
export const MAX_FINAL_HEADS = 64

const schema = Type.Object({
  person: personId('Whose device it is.'),
  device: deviceId('The device that writes no more.'),
  stays: staysSchema(
    'device',
    MAX_FINAL_HEADS,
    'The final heads of the device’s logs in this commons. What is beyond is refused, and so is a log that is not named.',
  ),
  proof: Type.Optional(
    bytes(
      107,
      107,
      'The signature of the person’s root over all of it. Without one it is the word of the device that wrote it, and counts together with others’.',
    ),
  ),
})

export type RetireFields = Static<typeof schema>

/** "This device of mine writes no more." Who may say so, and what it comes to, is a rule of the package `rules`. */
export const retire: KindDefinition = {
  kind: 'retire',
  version: 1,
  schema,
  upgrades: [],
  statement: true,
  unpack(body) {
    body['person'] = keyToText(body['person'])
    body['device'] = keyToText(body['device'])
    unpackStays(body)
  },
  pack: (body) => ({
    ...packStays(body),
    person: keyToBytes(body['person']),
    device: keyToBytes(body['device']),
  }),
}
