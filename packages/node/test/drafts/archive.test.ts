import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from '@allmende/testkit'
import test from 'tape'
import { readListing } from '../../src/drafts/archive-listing.ts'
import { errorOf, scene } from '../nodes.ts'

const FILES = {
  'README.md': '# Solar dryer\n\nDries ten kilos of fruit.\n',
  'parts.csv': 'name,quantity,material\nPane,1,glass\nBolt,8,steel\n',
  'dryer.png': 'a picture',
}
const SAID = { title: 'Solar dryer', licence: 'CERN-OHL-S-2.0', type: 'design', tags: ['food', 'sun'] }

test('DG9, DG12 a draft is archived as a ZIP, and begins again from it in another commons with all that it held; what lacks something begins nothing', async (t) => {
  const { files, folder, open } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Shed', public: true })
  const dryer = await anna.share({ path: files('dryer', FILES), ...SAID })
  const { id } = await anna.createDraft({ title: 'Larger', good: dryer.id })
  await anna.editBeside({ draft: id, edits: [{ addLine: { name: 'Hinge, small', quantity: 2 } }] })
  await anna.attachFiles({ draft: id, paths: [files('more', { 'front.jpg': 'front' })] })
  const before = await anna.showDraft(id)
  const zip = join(folder, 'larger.zip')
  writeFileSync(zip, 'mine')
  t.equal((await errorOf(anna.archiveDraft({ draft: id, to: zip }))).code, 'EXPORT_EXISTS')
  t.equal(readFileSync(zip, 'utf8'), 'mine')
  t.notOk((await anna.draftAccess({ draft: id })).closed, 'not closed before it lies somewhere else')
  rmSync(zip)
  const archived = await anna.archiveDraft({ draft: id, to: zip })
  t.deepEqual([archived.files, archived.bytes, archived.closed], [6, readFileSync(zip).length, true])

  await anna.createCommons({ name: 'Board', public: false })
  const again = await anna.createDraft({ title: 'Once more', commons: 'Board', archive: zip })
  const after = await anna.showDraft(again.id)
  t.equal((await anna.draftText(again.id)).text, FILES['README.md'])
  t.deepEqual([after.fields, after.files, after.base], [before.fields, before.files, null])
  t.deepEqual(
    after.lines.map(({ fields }) => fields),
    before.lines.map(({ fields }) => fields),
  )

  const loose = join(folder, 'loose')
  await anna.draftAccess({ draft: id, closed: false })
  await anna.archiveDraft({ draft: id, to: loose })
  t.deepEqual(readdirSync(loose).toSorted(), ['README.md', 'draft.json', 'files', 'parts.csv'])
  const begin = () => anna.createDraft({ title: 'From the folder', commons: 'Board', archive: loose })
  t.equal((await anna.showDraft((await begin()).id)).files.length, 3)
  const known = (await anna.listDrafts({})).drafts.length
  rmSync(join(loose, 'files', 'dryer.png'))
  t.match((await errorOf(begin())).message, /dryer\.png/)
  rmSync(join(loose, 'README.md'))
  symlinkSync('/etc/hostname', join(loose, 'README.md'))
  t.equal((await errorOf(begin())).code, 'DRAFT_ARCHIVE', 'a link leads nowhere')
  t.equal(
    (await errorOf(anna.createDraft({ title: 'x', archive: join(folder, 'none') }))).code,
    'IMPORT_NOT_FOUND',
  )
  t.equal((await anna.listDrafts({})).drafts.length, known, 'nothing was begun')
  t.notOk(
    readdirSync(join(folder, 'anna')).some((name) => name.startsWith('allmende-work')),
    'and nothing is left in the home',
  )
  t.ok(existsSync(zip))
})

test('DG12 whatever a listing says, it is read or refused', (t) => {
  const good = {
    form: 1,
    title: 'Larger',
    text: 'README.md',
    fields: { title: 'Dryer', 'design.mass': 3 },
    lines: [{ name: 'Bolt' }],
    files: ['pictures/front.jpg'],
    marks: [{ from: 0, to: 3, name: 'bold', value: true }],
  }
  t.deepEqual(readListing(JSON.stringify(good)) as unknown, good)
  const bad: Record<string, unknown>[] = [
    { form: 2 },
    { title: 3 },
    { text: '../README.md' },
    { text: 'a/b.md' },
    { fields: [] },
    { fields: { title: { deep: 1 } } },
    { lines: [3] },
    { lines: { length: 1 } },
    { files: ['/etc/passwd'] },
    { files: ['../../x'] },
    { marks: [{ from: 3, to: 1, name: 'bold', value: true }] },
    { marks: [{ from: -1, to: 1, name: 'bold', value: true }] },
    { marks: [null] },
  ]
  for (const change of bad)
    t.throws(() => readListing(JSON.stringify({ ...good, ...change })), /archive/, JSON.stringify(change))
  const seed = 'listing'
  const random = seeded(seed)
  const text = JSON.stringify(good)
  for (let run = 0; run < 300; run++) {
    const [at] = random.bytes(1) as unknown as [number]
    const broken =
      text.slice(0, at % text.length) +
      String.fromCharCode(random.bytes(1)[0]!) +
      text.slice((at % text.length) + 1)
    try {
      readListing(broken)
    } catch (error) {
      if ((error as { code?: string }).code !== 'DRAFT_ARCHIVE') t.fail(`${String(error)} (seed ${seed})`)
    }
  }
  t.end()
})
