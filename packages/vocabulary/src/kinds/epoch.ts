import Type from 'typebox'
import { KEY_BYTES } from '../ids.ts'
import type { Fields } from '../record.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, bytes, commonsId, deviceId, keyToBytes, keyToText } from './fields.ts'

/** Devices that one record gives the key to: so many fit. A larger commons takes several records with the same `next`. */
export const MAX_EPOCH_KEYS = 200

/** Epochs before this one. A key is changed when somebody is excluded, which is rare. */
export const MAX_EPOCHS = 256

/** An anonymous sealed box: 32 bytes of a key made for it, 16 of its seal. */
const SEALED_BYTES = KEY_BYTES + 48

const given = Type.Object({
  device: deviceId('A device that reads on.'),
  sealed: bytes(
    SEALED_BYTES,
    SEALED_BYTES,
    'The read key of the next epoch, sealed to the key of that device (crypto_box_seal of libsodium).',
  ),
})

const schema = Type.Object({
  next: Type.Optional(commonsId('What is derived from the next read key, so that a wrong key is noticed.')),
  keys: Type.Optional(
    Type.Array(given, { maxItems: MAX_EPOCH_KEYS, description: 'Who gets the next read key.' }),
  ),
  before: Type.Optional(
    Type.Array(bytes(KEY_BYTES, KEY_BYTES, 'A read key.'), {
      maxItems: MAX_EPOCHS,
      description: 'The read keys of the epochs before, for those who came later. Only within the new epoch.',
    }),
  ),
})

export type EpochFields = Static<typeof schema>

/** "From here on we write under another key": the last thing in the old epoch of a private commons, the first in the new one. */
export const epoch: KindDefinition = {
  kind: 'epoch',
  version: 1,
  schema,
  upgrades: [],
  statement: true,
  unpack(body) {
    if (body['next'] !== undefined) body['next'] = keyToText(body['next'])
    if (!Array.isArray(body['keys'])) return
    for (const one of body['keys'] as unknown[]) {
      if (typeof one === 'object' && one !== null)
        (one as Fields)['device'] = keyToText((one as Fields)['device'])
    }
  },
  pack(body) {
    const { next, keys } = body as EpochFields
    return {
      ...body,
      ...(next !== undefined && { next: keyToBytes(next) }),
      ...(keys && { keys: keys.map((one) => ({ ...one, device: keyToBytes(one.device) })) }),
    }
  },
}
