import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openLogs } from '@allmende/logs'
import { silentLogger, temporaryFolder } from '@allmende/testkit'
import { commonsIdOf } from '@allmende/vocabulary'
import test from 'tape'
import type { CommonsEntry } from '../src/commons-file.ts'
import type { AccountDocument, AccountEntry } from '../src/devices/document.ts'
import { closeKeys, openEntry, openKeys } from '../src/devices/sealed-keys.ts'

const bytes = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())
const hex = (text: string) => Buffer.from(bytes(text)).toString('hex')
const [first, second] = [commonsIdOf(bytes('first')), commonsIdOf(bytes('second'))]

const ENTRY: CommonsEntry = {
  id: first,
  name: 'Household',
  public: false,
  role: 'member',
  readKey: hex('key of the first'),
  epochs: [{ id: second, readKey: hex('key of the second') }],
  writing: second,
}

const documentOf = (entry: AccountEntry) =>
  ({ commons: { [first]: { entry, at: 0 } } }) as unknown as AccountDocument

test('DV10 later keys stand in the document sealed to the root, a commons that came after a retirement altogether; the words open both', async (t) => {
  const logs = await openLogs({
    dir: join(temporaryFolder(t), 'home'),
    clock: { now: () => 0 },
    random: { bytes: (count) => new Uint8Array(count) },
    logger: silentLogger,
  })
  t.teardown(() => logs.close())
  const { person, words } = await logs.createIdentity()
  const before = closeKeys(ENTRY, undefined, { person, alone: false })
  t.deepEqual(
    closeKeys(ENTRY, before, { person, alone: true }),
    before,
    'what stands there is not sealed anew',
  )
  t.equal(before['readKey'], ENTRY.readKey, 'the first key')
  t.notOk(JSON.stringify(before).includes(hex('key of the second')), 'not a later one')
  const none = openEntry(before, new Map())
  t.deepEqual(
    [none?.['epochs'], none?.['writing']],
    [undefined, undefined],
    'without the words the first epoch',
  )
  t.deepEqual(openEntry(before, await openKeys(documentOf(before), words)), ENTRY, 'with the words all')

  const after = closeKeys(ENTRY, undefined, { person, alone: true })
  t.notOk(JSON.stringify(after).includes(ENTRY.readKey), 'after a retirement no key of what is new')
  t.deepEqual(closeKeys(ENTRY, after, { person, alone: true }), after)
  t.equal(openEntry(after, new Map()), null)
  t.deepEqual(openEntry(after, await openKeys(documentOf(after), words)), ENTRY)
  const { epochs: _, ...plain } = ENTRY
  const open = closeKeys({ ...plain, public: true }, undefined, { person, alone: true })
  t.equal(open['readKey'], ENTRY.readKey, 'a public one is open anyway')
})
