import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FREE_LICENCES } from '@allmende/rules'
import { temporaryFolder } from '@allmende/testkit'
import test from 'tape'
import { allLicenceTexts, licenceText, licencesNamed } from '../src/licence-texts.ts'
import { licencesOf, writeLicencesBeside } from '../src/licences-beside.ts'

test('every free licence has its text, and what is not in our table has none', async (t) => {
  const texts = await allLicenceTexts()
  const without = FREE_LICENCES.filter(({ id }) => (texts[id] ?? '').length < 100).map(({ id }) => id)
  t.deepEqual(without, [], 'named here, if there ever are any')
  t.ok((await licenceText('CERN-OHL-S-2.0'))?.includes('CERN Open Hardware Licence'))
  for (const id of ['CC-BY-NC-4.0', 'Classpath-exception-2.0', '../package', '__proto__'])
    t.equal(await licenceText(id), null, id)
})

test('an expression names its licences and exceptions, each once', (t) => {
  t.deepEqual(licencesNamed('(MIT OR Apache-2.0+) AND GPL-2.0-only WITH Classpath-exception-2.0 AND MIT'), [
    'MIT',
    'Apache-2.0',
    'GPL-2.0-only',
    'Classpath-exception-2.0',
  ])
  const fields = { licence: 'MIT', licences: [{ under: 'docs', licence: 'CC-BY-4.0 AND MIT' }] }
  t.deepEqual(licencesOf(fields), ['MIT', 'CC-BY-4.0'])
  t.end()
})

test('texts go beside a copy, never over a file, and what has no text is named', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'LICENSES'))
  writeFileSync(join(folder, 'LICENSES', 'mit.TXT'), 'mine')
  const paths = ['a.txt', 'LICENSES/CC-BY-4.0.txt']
  const ids = ['MIT', 'CC-BY-4.0', '0BSD', 'Classpath-exception-2.0']
  const beside = await writeLicencesBeside(folder, ids, paths)
  t.deepEqual(beside, { written: ['LICENSES/0BSD.txt'], missing: ['Classpath-exception-2.0'] })
  t.deepEqual(readdirSync(join(folder, 'LICENSES')).toSorted(), ['0BSD.txt', 'mit.TXT'])
  const before = readFileSync(join(folder, 'LICENSES', '0BSD.txt'), 'utf8')
  t.match(before, /Permission to use/)
  t.deepEqual((await writeLicencesBeside(folder, ids, paths)).written, [], 'the same again writes nothing')
})

test('a good that has a file named LICENSES, or a link of that name in the target, gets no texts', async (t) => {
  const taken = temporaryFolder(t)
  t.deepEqual((await writeLicencesBeside(taken, ['MIT'], ['licenses'])).written, [])
  const linked = temporaryFolder(t)
  const outside = temporaryFolder(t)
  symlinkSync(outside, join(linked, 'LICENSES'))
  t.deepEqual((await writeLicencesBeside(linked, ['MIT'], [])).written, [])
  t.notOk(existsSync(join(outside, 'MIT.txt')), 'nothing is written through a link')
})
