import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { connect, errorOf, eventually, scene } from '../nodes.ts'

const README = '# Solar dryer\n\nDries ten kilos of fruit.\n\nPut it in the sun.\n'
const TABLE = 'name,quantity,material\nPane,1,glass\nBolt,8,steel\n'

const FILES = { 'README.md': README, 'parts.csv': TABLE, 'dryer.png': 'a picture' }
const SAID = { title: 'Solar dryer', licence: 'CERN-OHL-S-2.0', type: 'design', tags: ['food', 'sun'] }

/** The same design with nobody else there. */
async function alone(t: test.Test) {
  const it = scene(t)
  const anna = await it.open('anna')
  await anna.createCommons({ name: 'Shed', public: true })
  await anna.profile({ name: 'Anna' })
  return { ...it, anna, dryer: await anna.share({ path: it.files('dryer', FILES), ...SAID }) }
}

/** Two people, and a design by Anna with a readme, a parts list and a picture. */
async function stage(t: test.Test) {
  const it = scene(t)
  const [anna, ben] = [await it.open('anna'), await it.open('ben')]
  await anna.profile({ name: 'Anna' })
  await ben.profile({ name: 'Ben' })
  const { link } = await anna.createCommons({ name: 'Shed', public: true })
  await ben.joinCommons({ link })
  await connect(anna, ben)
  const dryer = await anna.share({ path: it.files('dryer', FILES), ...SAID })
  return { ...it, anna, ben, dryer }
}

test('DG1 a draft of a good begins with its readme as text, what is said of it, its parts list, and its files where they lie', async (t) => {
  const { anna, ben, dryer, open } = await stage(t)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Larger', good: dryer.id })
  t.equal((await anna.draftText(id)).text, README)
  const shown = await anna.showDraft(id)
  t.deepEqual(shown.fields, {
    title: 'Solar dryer',
    type: 'design',
    licence: 'CERN-OHL-S-2.0',
    tags: 'food, sun',
    filename: 'README.md',
  })
  t.deepEqual(
    shown.lines.map(({ number, fields }) => [number, fields]),
    [
      [1, { name: 'Pane', quantity: 1, material: 'glass' }],
      [2, { name: 'Bolt', quantity: 8, material: 'steel' }],
    ],
  )
  t.deepEqual(
    shown.files.map(({ path, bytes, here }) => [path, bytes, here]),
    [
      ['dryer.png', 9, true],
      ['parts.csv', 49, true],
    ],
  )
  t.deepEqual([shown.good, shown.base], [dryer.id, dryer.version])
  await eventually('the draft at Ben', async () => (await ben.showDraft(id)).files.length === 2)
  t.deepEqual((await ben.showDraft(id)).files[0]?.here, false, 'others fetch a file when they want it')
  t.equal(
    (await errorOf(anna.createDraft({ editors: 'commons', title: 'Old', good: dryer.id, version: '7' })))
      .code,
    'VERSION_UNKNOWN',
  )
  const other = await ben.createDraft({ editors: 'commons', title: 'Ben’s', good: dryer.id, version: '1' })
  t.equal((await ben.draftText(other.id)).text, README, 'two drafts of one good stand beside each other')
  await anna.close()
  const again = await open('anna')
  t.deepEqual(await again.showDraft(id), { ...shown, commonsName: 'Shed' }, 'after another start as well')
})

test('DG3 fields, lines and files of a draft are set by several, and what two set apart is told until one sets it anew', async (t) => {
  const { anna, ben, dryer, files, open } = await stage(t)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Larger', good: dryer.id })
  await anna.editBeside({
    draft: id,
    edits: [
      { set: { title: 'Large solar dryer', 'design.mass': '4200', language: 'en' } },
      { line: '2', set: { quantity: 12 } },
      { addLine: { name: 'Hinge', quantity: 2 }, after: '1' },
      { dropLine: '1' },
    ],
  })
  const shown = await anna.showDraft(id)
  t.deepEqual(
    shown.lines.map(({ fields }) => [fields['name'], fields['quantity']]),
    [
      ['Hinge', 2],
      ['Bolt', 12],
    ],
  )
  t.equal(shown.fields['design.mass'], 4200)
  t.equal((await errorOf(anna.editBeside({ draft: id, edits: [{ dropLine: '9' }] }))).code, 'DRAFT_LINE')
  t.equal(
    (await errorOf(anna.editBeside({ draft: id, edits: [{ set: { base: 'x' } }] }))).code,
    'DRAFT_FIELD',
  )
  t.equal((await errorOf(anna.editBeside({ draft: id, edits: [{ detach: 'no.png' }] }))).code, 'DRAFT_FILE')
  const pictures = files('pictures', { 'front.jpg': 'front', 'back.jpg': 'back' })
  const attached = await anna.attachFiles({ draft: id, paths: [pictures, join(pictures, 'front.jpg')] })
  t.deepEqual(
    attached.files.map(({ path }) => path),
    ['dryer.png', 'front.jpg', 'parts.csv', 'pictures/back.jpg', 'pictures/front.jpg'],
  )
  await eventually('all of it at Ben', async () => (await ben.showDraft(id)).files.length === 5)
  await ben.editBeside({ draft: id, edits: [{ detach: 'front.jpg' }] })
  await eventually('Ben’s word at Anna', async () => (await anna.showDraft(id)).files.length === 4)
  await ben.close()
  await anna.editBeside({
    draft: id,
    edits: [{ set: { language: 'de' } }, { line: '1', set: { quantity: 3 } }],
  })
  await anna.close()
  const apart = await open('ben')
  await apart.editBeside({
    draft: id,
    edits: [{ set: { language: 'es' } }, { line: '1', set: { quantity: 4 } }],
  })
  const back = await open('anna')
  await connect(apart, back)
  await eventually('both readings', async () => (await back.showDraft(id)).conflicts.length === 2)
  const { conflicts } = await back.draftNews({ draft: id })
  t.deepEqual(
    conflicts.map(({ what, name, line, values }) => [what, name, line, values.map(String).toSorted()]),
    [
      ['field', 'language', undefined, ['de', 'es']],
      ['line', 'quantity', 1, ['3', '4']],
    ],
  )
  t.equal((await errorOf(back.publishDraft({ draft: id }))).code, 'DRAFT_CONFLICTS')
  await back.editBeside({
    draft: id,
    edits: [{ set: { language: 'de' } }, { line: '1', set: { quantity: 4 } }],
  })
  t.deepEqual((await back.showDraft(id)).conflicts, [])
})

test('DG7 a draft is published as the next version with its fields, lines and files, and credits who wrote', async (t) => {
  const { anna, ben, dryer, files, folder } = await stage(t)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Larger', good: dryer.id })
  await eventually('the draft at Ben', async () => (await ben.showDraft(id)).lines.length === 2)
  const { text, heads } = await ben.draftText(id)
  await ben.editDraft({ draft: id, text: text.replace('ten kilos', 'twenty kilos'), heads })
  const picture = files('pictures', { 'front.jpg': 'front' })
  await ben.attachFiles({ draft: id, paths: [picture] })
  await ben.editBeside({
    draft: id,
    edits: [{ set: { title: 'Large solar dryer' } }, { line: '1', set: { quantity: 2 } }],
  })
  await anna.editBeside({ draft: id, edits: [{ detach: 'dryer.png' }] })
  await eventually('all of it at Anna', async () => {
    const { fields, files: attached } = await anna.showDraft(id)
    return fields['title'] === 'Large solar dryer' && attached.length === 2
  })
  const done = await anna.publishDraft({ draft: id, version: '2' })
  t.deepEqual([done.id, done.title, done.files], [dryer.id, 'Large solar dryer', 3])
  const good = await anna.show(dryer.id, {})
  t.equal(good.title, 'Large solar dryer')
  t.deepEqual(
    good.parts?.lines.map(({ name, quantity }) => [name, quantity]),
    [
      ['Pane', 2],
      ['Bolt', 8],
    ],
  )
  t.deepEqual(
    good.contributors.map(({ name, roles }) => [name, roles]),
    [
      ['Anna', ['author']],
      ['Ben', ['author']],
    ],
  )
  const copy = join(folder, 'copy')
  await anna.copy({ from: dryer.id, to: copy, licenceTexts: false })
  t.deepEqual(readdirSync(copy).toSorted(), ['README.md', 'parts.csv', 'pictures'])
})

test('DG10 a draft is what it was at any change again, with its fields, lines and files; two moments are compared', async (t) => {
  const { anna, dryer } = await stage(t)
  const { id } = await anna.createDraft({ title: 'Larger', good: dryer.id })
  const begun = await anna.showDraft(id)
  const { changes } = await anna.draftHistory(id)
  await anna.editDraft({ draft: id, text: 'Twice as large.\n' })
  await anna.editBeside({
    draft: id,
    edits: [
      { set: { title: 'Dryer for ten kilos' } },
      { line: '2', set: { quantity: 12 } },
      { dropLine: '1' },
      { detach: 'dryer.png' },
    ],
  })
  const from = String(changes.length)
  const { beside } = await anna.draftDiff({ draft: id, from })
  t.deepEqual(beside?.fields, [
    { name: 'title', before: 'Solar dryer', after: 'Dryer for ten kilos', by: ['Anna'] },
  ])
  t.deepEqual(beside?.lines.map(({ what, name }) => [what, name]).toSorted(), [
    ['changed', 'Bolt'],
    ['removed', 'Pane'],
  ])
  t.deepEqual(beside?.files, [{ what: 'removed', path: 'dryer.png', by: ['Anna'] }])
  await anna.restoreDraft({ draft: id, change: from })
  const again = await anna.showDraft(id)
  t.equal((await anna.draftText(id)).text, README)
  t.deepEqual(again.fields, begun.fields)
  t.deepEqual(
    again.lines.map(({ number, fields }) => [number, fields]),
    begun.lines.map(({ number, fields }) => [number, fields]),
  )
  t.deepEqual(again.files, begun.files)
  t.equal(again.base, dryer.version, 'where it comes from stays')
})

test('DG6 a draft is merged into another of the same good: both changes are in it, and what clashes waits with both readings', async (t) => {
  const { anna, dryer } = await alone(t)
  const first = await anna.createDraft({ editors: 'commons', title: 'First', good: dryer.id })
  const second = await anna.createDraft({ editors: 'commons', title: 'Second', good: dryer.id })
  const edit = (draft: string, from: string, to: string) => async () => {
    const { text, heads } = await anna.draftText(draft)
    return anna.editDraft({ draft, text: text.replace(from, to), heads })
  }
  await edit(first.id, 'ten kilos', 'twelve kilos')()
  await edit(first.id, 'Put it in the sun.', 'Put it in the sun at noon.')()
  await edit(second.id, 'Put it in the sun.', 'Put it on the roof.')()
  await anna.editBeside({
    draft: first.id,
    edits: [{ line: '1', set: { quantity: 3 } }, { detach: 'dryer.png' }],
  })
  await anna.editBeside({ draft: second.id, edits: [{ set: { title: 'Roof dryer' } }] })
  const diff = await anna.draftDiff({ draft: second.id, with: first.id })
  t.deepEqual(diff.beside, {
    fields: [{ name: 'title', before: 'Roof dryer', after: 'Solar dryer', by: ['Anna'] }],
    lines: [{ what: 'changed', name: 'Pane', fields: ['quantity'], by: ['Anna'] }],
    files: [{ what: 'removed', path: 'dryer.png', by: ['Anna'] }],
  })
  const merged = await anna.mergeDraft({ from: first.id, into: second.id })
  t.deepEqual(merged.clashes, [{ ours: 'Put it on the roof.', theirs: 'Put it in the sun at noon.' }])
  t.deepEqual([merged.fields, merged.lines, merged.files, merged.conflicts], [[], 1, ['dryer.png'], []])
  const { text } = await anna.draftText(second.id)
  t.equal(text, README.replace('ten', 'twelve').replace('in the sun', 'on the roof'))
  const { clashes } = await anna.draftNews({ draft: second.id })
  t.deepEqual(clashes, [
    {
      number: 1,
      ours: 'Put it on the roof.',
      theirs: 'Put it in the sun at noon.',
      now: 'Put it on the roof.',
    },
  ])
  t.ok((await anna.settleClash({ draft: second.id, clash: 1, take: 'theirs' })).text.includes('at noon'))
  const again = await anna.mergeDraft({ from: first.id, into: second.id })
  t.deepEqual(
    [again.text, again.clashes, again.lines],
    [{ added: 0, removed: 0 }, [], 0],
    'a second time nothing is left',
  )
  t.equal((await errorOf(anna.mergeDraft({ from: first.id, into: first.id }))).code, 'DRAFT_MERGE_SELF')
})

test('DG8 nothing is published under a licence that what is there does not let it be, nor over what came since it began', async (t) => {
  const { anna, dryer, files } = await alone(t)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Larger', good: dryer.id })
  const misfit = await errorOf(anna.publishDraft({ draft: id, licence: 'MIT' }))
  t.equal(misfit.code, 'LICENCE_INCOMPATIBLE', 'share-alike lets nothing out')
  const picture = files('pictures', {
    'a.jpg': 'a',
    'a.jpg.license': 'SPDX-License-Identifier: CC-BY-NC-4.0\n',
  })
  await anna.attachFiles({ draft: id, paths: [picture] })
  t.equal(
    (await errorOf(anna.publishDraft({ draft: id }))).code,
    'LICENCE_REFUSED',
    'a picture that isn’t free',
  )
  await anna.editBeside({
    draft: id,
    edits: [{ detach: 'pictures/a.jpg' }, { detach: 'pictures/a.jpg.license' }],
  })
  await anna.editDraft({ draft: id, text: 'Short.\n' })
  await anna.publishDraft({ draft: id })
  t.equal((await anna.publishDraft({ draft: id })).files, 3, 'a draft goes on from what it was published as')
  const old = await anna.createDraft({ editors: 'commons', title: 'Old', good: dryer.id, version: '1' })
  t.equal((await errorOf(anna.publishDraft({ draft: old.id }))).code, 'DRAFT_BEHIND')
  t.equal((await anna.publishDraft({ draft: old.id, over: true })).id, dryer.id)
})

test('DG8 a draft that could not be told what it was published as is published again: its own version is nothing to undo', async (t) => {
  const { anna, ben, dryer } = await stage(t)
  const { id } = await anna.createDraft({ title: 'Larger', good: dryer.id })
  await eventually(
    'Ben to be named',
    async () => (await anna.maintain({ good: dryer.id, add: ['Ben'] })).id === dryer.id,
  )
  // Ben tends the good, and may not edit the draft.
  await eventually('Ben to tend it', async () => (await ben.publishDraft({ draft: id })).id === dryer.id)
  t.equal((await ben.publishDraft({ draft: id })).id, dryer.id)
  await eventually('Anna to have both', async () => (await anna.show(dryer.id)).versions.length === 3)
  t.equal((await errorOf(anna.publishDraft({ draft: id }))).code, 'DRAFT_BEHIND', 'by others it is')
})

test('DG9 a draft is archived as a folder with all that is in it, then closed; one that is only text as a file', async (t) => {
  const { anna, dryer, folder, read } = await alone(t)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Larger', good: dryer.id })
  const out = join(folder, 'archive')
  const archived = await anna.archiveDraft({ draft: id, to: out })
  t.deepEqual([archived.files, archived.closed], [5, true])
  t.deepEqual(readdirSync(out).toSorted(), ['README.md', 'draft.json', 'files', 'parts.csv'])
  t.ok(read('archive', 'parts.csv').includes('Pane'))
  t.equal(read('archive', 'README.md'), README)
  t.equal(read('archive', 'files', 'dryer.png'), 'a picture')
  t.equal(
    (await errorOf(anna.editBeside({ draft: id, edits: [{ set: { language: 'en' } }] }))).code,
    'DRAFT_SHUT',
  )
  const plain = await anna.createDraft({ editors: 'commons', title: 'Minutes', text: 'Bread\n' })
  t.equal((await errorOf(anna.archiveDraft({ draft: plain.id, to: out }))).code, 'EXPORT_EXISTS')
  t.notOk((await anna.draftAccess({ draft: plain.id })).closed, 'not closed before it lies somewhere else')
  await anna.archiveDraft({ draft: plain.id, to: join(folder, 'minutes.md') })
  t.equal(read('minutes.md'), 'Bread\n')
})

test('DG16 an attached file is called otherwise, never in the place of another, by whoever may edit', async (t) => {
  const { anna, ben, dryer, files } = await stage(t)
  const { id } = await anna.createDraft({ title: 'Mine', good: dryer.id })
  await eventually('the draft at Ben', async () => (await ben.showDraft(id)).files.length === 2)
  const rename = (node: typeof anna, moveFile: string, to: string) =>
    node.editBeside({ draft: id, edits: [{ moveFile, to }] })
  const refused = async (work: Promise<unknown>) => (await errorOf(work)).code
  t.equal(await refused(rename(anna, 'dryer.png', 'parts.csv')), 'DRAFT_FILE_TAKEN')
  t.equal(await refused(rename(anna, 'dryer.png', '../dryer.png')), 'DRAFT_FILE_NAME')
  t.equal(await refused(rename(anna, 'none.png', 'one.png')), 'DRAFT_FILE')
  t.equal(await refused(rename(ben, 'dryer.png', 'ben.png')), 'DRAFT_MAY_NOT_EDIT')
  const paths = [files('large', { 'large.bin': 'large' })]
  t.equal(await refused(ben.attachFiles({ draft: id, paths })), 'DRAFT_MAY_NOT_EDIT')
  const own = await ben.createDraft({ title: 'Ben’s', good: dryer.id })
  t.equal(await refused(ben.mergeDraft({ from: own.id, into: id })), 'DRAFT_MAY_NOT_EDIT')
  const before = await anna.showDraft(id)
  const after = await rename(anna, 'dryer.png', 'pictures/front.png')
  t.deepEqual(
    after.files.map(({ path }) => path),
    ['parts.csv', 'pictures/front.png'],
  )
  const same = before.files.find(({ path }) => path === 'dryer.png')
  t.deepEqual({ ...after.files[1], path: 'dryer.png' }, same, 'it is the same content')
  t.deepEqual(await rename(anna, 'parts.csv', 'parts.csv'), after, 'as it is called already')
})

test('DG17 a draft and the good it became have one title: asked for as a draft, or as a good, each is found', async (t) => {
  const { anna, files } = await alone(t)
  const { id } = await anna.createDraft({ title: 'Stool', text: 'Three legs.\n' })
  await anna.attachFiles({
    draft: id,
    paths: [join(files('beside', { 'notes.txt': 'a note' }), 'notes.txt')],
  })
  const good = await anna.publishDraft({ draft: 'Stool', licence: 'CC-BY-SA-4.0' })
  t.equal((await anna.draftText('Stool')).id, id)
  const next = await anna.createDraft({ title: 'Taller', good: 'Stool' })
  const shown = await anna.showDraft(next.id)
  t.equal(shown.good, good.id)
  t.equal(
    (await anna.draftText(next.id)).text,
    'Three legs.\n',
    'the text is text again, whatever lies beside it',
  )
  t.deepEqual(
    shown.files.map(({ path }) => path),
    ['notes.txt'],
  )
  t.equal((await anna.publishDraft({ draft: next.id, good: 'Stool' })).id, good.id)
  t.equal(
    (await errorOf(anna.draftText('Solar dryer'))).code,
    'THING_KIND',
    'what is a good only is told as one',
  )
  const nobody = await errorOf(anna.draftAccess({ draft: id, invite: ['Bert'] }))
  t.equal(nobody.code, 'PERSON_UNKNOWN')
})
