import { createHash } from 'node:crypto'
import type { PlacedRecord } from '@allmende/rules'
import type { Views } from '@allmende/views'
import {
  type AnyRecord,
  logKeyOf,
  type PersonId,
  personIdOf,
  recordId,
  type RecordId,
} from '@allmende/vocabulary'
import test from 'tape'
import { draftRecordsFrom } from '../src/drafts/records.ts'

const key = (name: string): Uint8Array => createHash('sha256').update(name).digest()
const person = (name: string): PersonId => personIdOf(key(name))
const place = (name: string, block: number): RecordId => recordId(logKeyOf(key(`${name} log`)), block, 0)
const DRAFT = place('anna', 1)

/** Views that hold just these records. */
function viewsWith(placed: PlacedRecord[]): Views {
  return {
    history: async () => placed,
    record: async (id: RecordId) => {
      const found = placed.find((one) => one.id === id)
      return found ? { author: found.person, record: found.record } : null
    },
  } as unknown as Views
}

function said(id: RecordId, by: string, body: object, after?: RecordId[]): PlacedRecord {
  const of = id === DRAFT ? {} : { of: DRAFT }
  const record = {
    kind: 'draft',
    v: 1,
    clock: [1, 0],
    body,
    ...of,
    ...(after && { after }),
  } as unknown as AnyRecord
  return { id, person: person(by), record }
}

const takes = (piece: string): object => ({
  settles: [{ suggestion: place('ben', 9), accepted: true, pieces: [key(piece)] }],
})
const hash = (piece: string): string => Buffer.from(key(piece)).toString('hex')

test('DS4 what an answer accepts counts only when its author might edit as of what the answer cites', async (t) => {
  const begun = said(DRAFT, 'anna', { title: 'Chair', editors: 'invited' })
  const invites = said(place('anna', 2), 'anna', { invited: [person('carla')] }, [DRAFT])
  const closes = said(place('anna', 3), 'anna', { closed: true }, [invites.id])
  const records = [
    begun,
    invites,
    closes,
    said(place('anna', 4), 'anna', takes('of the author'), [DRAFT]),
    said(place('ben', 1), 'ben', takes('of whom nobody invited'), [invites.id]),
    said(place('carla', 1), 'carla', takes('before the invitation'), [DRAFT]),
    said(place('carla', 2), 'carla', takes('of who was invited'), [invites.id]),
    said(place('carla', 3), 'carla', takes('of a closed draft'), [closes.id]),
    said(place('anna', 5), 'anna', takes('of a draft its author closed'), [closes.id]),
  ]
  const accepted = await draftRecordsFrom(viewsWith(records)).accepted!(DRAFT)
  t.deepEqual(accepted.toSorted(), [hash('of the author'), hash('of who was invited')].toSorted())
})

test('DS4 an answer that cites what is not here counts when that has come, and then for good', async (t) => {
  const begun = said(DRAFT, 'anna', { title: 'Chair', editors: 'invited' })
  const invites = said(place('anna', 2), 'anna', { invited: [person('carla')] }, [DRAFT])
  const placed = [begun, said(place('carla', 1), 'carla', takes('early'), [invites.id])]
  const records = draftRecordsFrom(viewsWith(placed))
  t.deepEqual(await records.accepted!(DRAFT), [], 'not yet')
  placed.push(invites)
  t.deepEqual(await records.accepted!(DRAFT), [hash('early')])
  placed.push(said(place('anna', 3), 'anna', { invited: [] }, [invites.id]))
  t.deepEqual(await records.accepted!(DRAFT), [hash('early')], 'who was invited then was invited')
})

test('DS10 a record that does not count, since it sets what only the author may, accepts nothing either', async (t) => {
  const begun = said(DRAFT, 'anna', { title: 'Chair', editors: 'commons' })
  const records = [
    begun,
    said(place('ben', 1), 'ben', { ...takes('and closes it'), closed: true }, [DRAFT]),
    said(place('ben', 2), 'ben', { ...takes('and names it'), title: 'Stool' }, [DRAFT]),
    said(place('anna', 2), 'anna', { ...takes('of the author'), invited: [] }, [DRAFT]),
  ]
  const accepted = await draftRecordsFrom(viewsWith(records)).accepted!(DRAFT)
  t.deepEqual(accepted.toSorted(), [hash('and names it'), hash('of the author')].toSorted())
})
