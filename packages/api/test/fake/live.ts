import type { HereInfo, Live } from '@allmende/node'
import { untilAborted } from '../../src/routes/until-aborted.ts'
import { NASTY } from './samples.ts'

const BOB: HereInfo = {
  id: 'bob 1',
  person: 'bobbobbob',
  name: 'Bob',
  guest: `Ina ${NASTY}`,
  here: false,
  via: 'Anna',
  cursor: { head: 3, anchor: 1 },
}

/** A draft open in editors. In the fake node. */
export function fakeLive(): Live {
  return {
    async liveDraft({ client }, { onEvent, signal }) {
      onEvent({ type: 'text', table: 'table', version: 0, title: 'Plan', text: 'Once\n' })
      onEvent({
        type: 'updates',
        version: 0,
        updates: [{ client, changes: [{ from: 0, to: 4, insert: 'Twice' }] }],
      })
      onEvent({ type: 'here', version: 1, people: [BOB] })
      await untilAborted(signal)
    },
    pushLive: async ({ version, updates }) => ({ version: version + updates.length }),
    pointLive: async () => {},
  }
}
