import test from 'tape'
import { errorOf, scene } from './nodes.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }

test('a folder says what its files are for: a picture, the readme, the parts list, and files under another licence', async (t) => {
  const { open, files } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const path = files('lamp', {
    'README.md': 'A lamp.',
    'pictures/detail.png': 'x',
    'pictures/photo of it.jpg': 'x',
    'font.ttf': 'x',
    'font.ttf.license': 'SPDX-FileCopyrightText: Somebody\n\nSPDX-License-Identifier: OFL-1.1\n',
    'bom.csv': 'name,quantity,unit\nTube,0.3,metre\nBulb,1,one\n',
  })
  const preview = await anna.previewShare({ path, ...DESIGN })
  t.deepEqual(preview.parts, { from: 'bom.csv', lines: 2 })
  const lamp = await anna.share({ path, title: 'Lamp', ...DESIGN })
  const shown = await anna.show(lamp.id)
  t.deepEqual(shown.other['roles'], [
    { role: 'image', at: 'pictures/photo of it.jpg' },
    { role: 'readme', at: 'README.md' },
    { role: 'bom', at: 'bom.csv' },
  ])
  t.deepEqual(shown.other['licences'], [{ under: 'font.ttf', licence: 'OFL-1.1' }])
  t.deepEqual(
    shown.parts?.lines.map(({ name, quantity, unit }) => [name, quantity, unit]),
    [
      ['Tube', 0.3, 'metre'],
      ['Bulb', 1, 'one'],
    ],
  )

  files('lamp', { 'bom.csv': 'name,quantity,unit\nTube,0.5,metre\n' })
  await anna.share({ path })
  t.equal((await anna.show(lamp.id)).parts?.lines.length, 1, 'the list follows its table')
  files('lamp', { 'bom.csv': 'name,quantity,unit\nTube,0.7,metre\nCable,1,one\n' })
  await anna.share({ path, parts: '' })
  t.equal((await anna.show(lamp.id)).parts?.lines.length, 1, 'unless it is to be left')
  t.equal((await errorOf(anna.share({ path, parts: 'nowhere.csv' }))).code, 'PARTS_TABLE')
  files('lamp', { 'bom.csv': 'Tube,0.7\nCable,1\nBulb,2\n' })
  t.equal((await anna.previewShare({ path })).parts, null, 'columns without names are not guessed at unasked')
  t.equal((await anna.previewShare({ path, parts: 'bom.csv' })).parts?.lines, 3)
  files('lamp', { 'font.ttf.license': 'SPDX-License-Identifier: CC-BY-NC-4.0\n' })
  t.equal((await errorOf(anna.share({ path }))).code, 'LICENCE_REFUSED')
})

test('a parts list too long for one record is kept whole, comes along with a fork, and is exploded', async (t) => {
  const { open, files } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const rows = Array.from({ length: 3_000 }, (_, at) => `Part number ${at} of the long list,${at + 1},one`)
  const path = files('machine', { 'parts.csv': `name,quantity,unit\n${rows.join('\n')}\n` })
  const machine = await anna.share({ path, title: 'Machine', ...DESIGN })
  t.equal((await anna.show(machine.id)).parts?.lines.length, 3_000)
  const fork = await anna.fork({ good: machine.id, title: 'Other' })
  t.equal((await anna.show(fork.id)).parts?.lines.length, 3_000)
  const { parts, cut } = await anna.explode({ good: fork.id })
  t.deepEqual([parts.length, cut], [3_000, false])
  const { needs, closed } = await anna.closure({ good: fork.id })
  t.deepEqual([needs.length > 0, closed], [true, false])
})

test('a REUSE.toml says under which licences files are; what is not free there is refused, and named', async (t) => {
  const { open, files } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Workshop', public: true })
  const annotation = (path: string, licence: string) =>
    `[[annotations]]\npath = "${path}"\nSPDX-License-Identifier = "${licence}"\n`
  const toml = [
    'version = 1\n',
    annotation('**', 'CERN-OHL-S-2.0'),
    annotation('docs/**', 'CC-BY-SA-4.0'),
  ].join('')
  const path = files('radio', {
    'board.txt': 'x',
    'docs/a.md': 'x',
    'docs/b/c.md': 'x',
    'docs/font.ttf': 'x',
    'docs/font.ttf.license': 'SPDX-License-Identifier: OFL-1.1\n',
    'REUSE.toml': toml,
  })
  const radio = await anna.share({ path, title: 'Radio', ...DESIGN })
  t.deepEqual((await anna.show(radio.id)).other['licences'], [
    { under: 'docs/a.md', licence: 'CC-BY-SA-4.0' },
    { under: 'docs/font.ttf', licence: 'OFL-1.1' },
    { under: 'docs/font.ttf.license', licence: 'CC-BY-SA-4.0' },
    { under: 'docs/b', licence: 'CC-BY-SA-4.0' },
  ])
  files('radio', { 'REUSE.toml': `${toml}${annotation('docs/b/*', 'CC-BY-NC-4.0')}` })
  const refused = await errorOf(anna.share({ path }))
  t.equal(refused.code, 'LICENCE_REFUSED')
  t.match(refused.message, /docs\/b\/c\.md/)
})
