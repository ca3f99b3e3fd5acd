import Type from 'typebox'
import { MAX_NAME, MAX_PROOF_BYTES } from '../limits.ts'
import type { Fields } from '../record.ts'
import type { KindDefinition } from './definition.ts'
import {
  type Static,
  bytes,
  commonsId,
  coreKey,
  deviceId,
  keyToBytes,
  keyToText,
  logKey,
  personId,
  text,
} from './fields.ts'

/** WARNING: stored and signed. Another text makes another proof, and every log there is unbound. */
export const DEVICE_PURPOSE = 'allmende/log/1'

const cores = Type.Object({
  records: logKey('Its `records` core, which names the log.'),
  edits: coreKey('Its `edits` core.'),
  files: coreKey('Its `files` core.'),
})

const schema = Type.Object({
  purpose: Type.Literal(DEVICE_PURPOSE, { description: 'What the proof is for.' }),
  commons: commonsId('The commons that the log belongs to.'),
  person: personId('Whose device it is.'),
  device: deviceId('The device.'),
  cores,
  proof: bytes(
    1,
    MAX_PROOF_BYTES,
    'The attestation of the device by the person, over all the fields above together.',
  ),
  name: Type.Optional(text(MAX_NAME, 'What the person calls the device.')),
})

export type DeviceFields = Static<typeof schema>

const KEYS = ['commons', 'person', 'device'] as const
const CORES = ['records', 'edits', 'files'] as const

/** The first entry of each of a device's three cores: binds them to a person and a commons. */
export const device: KindDefinition = {
  kind: 'device',
  version: 1,
  schema,
  upgrades: [],
  unpack(body) {
    for (const key of KEYS) body[key] = keyToText(body[key])
    const found = body['cores']
    if (typeof found !== 'object' || found === null) return
    for (const core of CORES) (found as Fields)[core] = keyToText((found as Fields)[core])
  },
  pack(body) {
    const { records, edits, files, ...others } = body['cores'] as Fields
    const packed = {
      ...others,
      records: keyToBytes(records),
      edits: keyToBytes(edits),
      files: keyToBytes(files),
    }
    return {
      ...body,
      commons: keyToBytes(body['commons']),
      person: keyToBytes(body['person']),
      device: keyToBytes(body['device']),
      cores: packed,
    }
  },
}
