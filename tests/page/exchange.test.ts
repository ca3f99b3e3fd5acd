import { readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import test, { type Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { connect, PATIENCE_MS, scene, shown, type Scene } from '../scene.ts'
import { until } from '@allmende/testkit'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { photoWithPlace } from './looked-at.ts'

const DESIGN = { licence: 'CERN-OHL-S-2.0', type: 'design' }
const AXE = readFileSync(
  fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
)

type Stage = Scene & {
  readonly anna: AllmendeNode
  readonly ben: AllmendeNode
  readonly id: string
  /** Of Anna; axe is put into it from outside, which its policy forbids to everybody. */
  readonly page: Page
}

test(
  'WB60 WB61 WB62 WB63 WB64 WB65 WB78 WB79 WB82 WB83 WB84 versions are compared, pictures told, and what goes out and in by code, file and mirror',
  { skip },
  async (t) => {
    const stage = await furnished(t)
    await compared(t, stage)
    await builtWithPictures(t, stage)
    await exported(t, stage)
    const file = await bundled(t, stage)
    const ben = await opened(t, stage, file)
    await codes(t, stage)
    await listed(t, stage)
    await retracted(t, stage, await pulled(t, stage))
    await mirrored(t, stage, ben)
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

async function furnished(t: Test): Promise<Stage> {
  const stage = scene(t)
  const [anna, ben] = [await stage.open('anna'), await stage.open('ben')]
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.profile({ name: 'Anna' })
  await ben.joinCommons({ link })
  const path = stage.files('stool', {
    'README.md': 'Four legs.\n<img src=x onerror=alert(1)>\nEnd.\n',
    'bom.csv': 'Part,Quantity\nLeg,3\n',
    'front.png': photoWithPlace(20),
  })
  const { id } = await anna.share({ path, title: 'Stool', tags: ['wood'], ...DESIGN })
  stage.files('stool', {
    'README.md': 'Four legs.\n<script>alert(2)</script>\nEnd.\n',
    'bom.csv': 'Part,Quantity\nLeg,4\n',
    'front.png': photoWithPlace(30),
  })
  await anna.share({ path, title: 'Stool', tags: ['oak'], ...DESIGN })
  const { pageUrl } = await servePage(t, anna, stage.home('anna'))
  const { page } = await openPage(t, pageUrl, { bypassCSP: true, viewport: { width: 390, height: 800 } })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate(AXE)
  return { ...stage, anna, ben, id, page }
}

async function go(page: Page, path: string, heading: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), path)
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
}

/** Nothing for axe to find in what stands there now, and nothing wider than the window. */
async function clean(t: Test, page: Page, what: string): Promise<void> {
  const found = await page.evaluate(async () => {
    type Axe = { run(of: Document): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    // A button that can be pressed again takes a moment to look so.
    const changing = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(changing.map(({ finished }) => finished))
    const { axe } = globalThis as unknown as { axe: Axe }
    const { violations } = await axe.run(document)
    const beyond = document.documentElement.scrollWidth - innerWidth
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`),
      ...(beyond > 0 ? [`${beyond} pixels too wide`] : []),
    ]
  })
  t.deepEqual(found, [], `axe: ${what}`)
}

async function compared(t: Test, { page, id }: Stage): Promise<void> {
  await go(page, `/goods/${encodeURIComponent(id)}`, 'Stool')
  await page.getByRole('tab', { name: /^Versions/ }).click()
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('1 field differs · 1 part differs · 3 files differ').waitFor()
  await page.locator('ins', { hasText: '<script>alert(2)</script>' }).waitFor()
  await page.locator('del', { hasText: '<img src=x onerror=alert(1)>' }).waitFor()
  await page.locator('ins', { hasText: 'oak' }).waitFor()
  t.equal(await page.locator('.compared script, .compared img[src="x"]').count(), 0, 'WB60 they are letters')
  await page.getByRole('img', { name: 'front.png, Newer version' }).waitFor()
  await page.getByRole('img', { name: 'front.png, Older version' }).waitFor()
  t.pass('pictures stand beside each other')
  await clean(t, page, 'what changed')
  await page.getByLabel('Newer version').selectOption({ label: 'version 1' })
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByText('Nothing is different.').waitFor()
  t.pass('a version differs from itself in nothing')
}

async function builtWithPictures(t: Test, { page, anna, id, files }: Stage): Promise<void> {
  const folder = files('pictures', { 'one.png': photoWithPlace(), 'two.png': photoWithPlace(50) })
  await page.getByRole('tab', { name: /^Builds/ }).click()
  const photos = [join(folder, 'one.png'), join(folder, 'two.png')]
  await page.locator('input[type=file]').setInputFiles(photos)
  await page.getByText('2 pictures, ').waitFor()
  await page.getByRole('img', { name: 'two.png' }).waitFor()
  await clean(t, page, 'a build with pictures')
  await page.getByRole('button', { name: 'Take out two.png' }).click()
  await page.getByText('1 picture, ').waitFor()
  await page.getByLabel('What should others know?').fill('It stands.')
  await page.getByRole('button', { name: 'Tell it' }).click()
  await page.getByText('One picture said where it was taken; that was taken out.').waitFor()
  await page.getByRole('img', { name: 'A picture of this build' }).waitFor()
  const [build] = (await anna.show(id)).builds
  t.deepEqual(build?.photos, ['one.png'])
  const pieces: Uint8Array[] = []
  const content = await anna.openFile({ thing: build?.id ?? '', path: 'one.png' })
  for await (const piece of content.read()) pieces.push(piece)
  t.notOk(Buffer.concat(pieces).includes('home'), 'WB61 nobody reads in it where it was taken')
}

async function exported(t: Test, { page, anna }: Stage): Promise<void> {
  const saved = async (): Promise<[string, Buffer]> => {
    const waiting = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: 'Make and save' }).click()
    const download = await waiting
    return [download.suggestedFilename(), readFileSync(await download.path())]
  }
  await page.getByRole('button', { name: 'Export' }).click()
  await clean(t, page, 'the export of a good')
  await page.getByRole('radio', { name: /^Parts list/ }).check()
  const [csv, text] = await saved()
  t.match(csv, /\.csv$/)
  t.match(String(text), /Leg/, 'WB65 the parts list is saved')
  await page.keyboard.press('Escape')
  const [commons] = await anna.listCommons()
  await go(page, `/commons/${commons?.id}`, 'Workshop')
  await page.getByRole('button', { name: 'Export' }).click()
  const [zip, bytes] = await saved()
  t.deepEqual([zip, String(bytes.subarray(0, 2))], ['Workshop-site.zip', 'PK'], 'and a commons as one ZIP')
  await page.getByText('Saved as Workshop-site.zip').waitFor()
  await page.keyboard.press('Escape')
}

async function bundled(t: Test, { page, folder }: Stage): Promise<string> {
  await go(page, '/node', 'This node')
  const written = async (since: string): Promise<number> => {
    await page.getByLabel('Only what was written since').fill(since)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Make and save', exact: true }).click()
    return statSync(await (await saved).path()).size
  }
  await page.getByLabel('Which files go along?').selectOption('none')
  const [few, all] = [await written('2099-01-01'), await written('')]
  t.ok(few < all, `WB79 what was written before that day is not in it: ${few} bytes of ${all}`)
  await page.getByLabel('Which files go along?').selectOption('newest')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Make and save', exact: true }).click()
  const file = join(folder, 'stick.bundle')
  const download = await waiting
  await download.saveAs(file)
  t.equal(download.suggestedFilename(), 'Workshop.bundle')
  await page.getByText(/files of [1-9] version/).waitFor()
  await clean(t, page, 'a bundle that was made')
  await until(() => readdirSync(join(folder, 'anna', 'downloads')).length === 0 || null, {
    what: 'nothing to be left of what was made',
    deadlineMs: PATIENCE_MS,
  })
  return file
}

async function opened(t: Test, { ben, id, home, folder, files }: Stage, file: string): Promise<Page> {
  const { page, forbidden, elsewhere } = await openPage(t, (await servePage(t, ben, home('ben'))).pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await go(page, '/node', 'This node')
  const field = page.locator('input[type=file][aria-label="Choose a bundle"]')
  await field.setInputFiles(join(files('wrong', { 'a.bundle': 'no bundle' }), 'a.bundle'))
  await page.getByRole('alert').waitFor()
  t.deepEqual(readdirSync(join(folder, 'ben', 'uploads')), [], 'WB63 nothing is left of what was refused')
  await field.setInputFiles(file)
  await page.getByText(/^From Anna, written /).waitFor()
  await page.getByText(/\d+ new records · files of \d version/).waitFor()
  await shown(ben, id)
  t.pass('WB63 what was carried by a stick is here, and nobody was connected')
  t.deepEqual([...forbidden, ...elsewhere], [], 'nothing was forbidden or asked elsewhere')
  return page
}

async function codes(t: Test, { page, anna, ben, id }: Stage): Promise<void> {
  await go(page, `/goods/${encodeURIComponent(id)}`, 'Stool')
  await page.getByRole('button', { name: 'Link', exact: true }).click()
  await page.getByLabel('For how many?').selectOption('5')
  await page.getByLabel('Good for how long?').selectOption('60')
  await page.getByRole('button', { name: 'Make a code' }).click()
  await page.getByRole('button', { name: 'End the code' }).waitFor()
  const [code] = await anna.listInvites()
  t.deepEqual([code?.usesLeft, code?.thing?.title], [5, 'Stool'])
  await clean(t, page, 'a code')
  await page.getByRole('button', { name: 'End the code' }).click()
  await page.getByText('cancelled').waitFor()
  t.equal((await anna.listInvites())[0]?.state, 'cancelled', 'WB62 it opens nothing any more')
  await page.keyboard.press('Escape')
  await openCodes(t, page, anna)
  const board = await anna.createCommons({ name: 'Board', public: false })
  await connect(ben, anna)
  await go(page, `/commons/${board.id}`, 'Board')
  await page.getByRole('button', { name: 'Bring somebody in' }).click()
  await page.getByRole('button', { name: 'Make a code' }).click()
  const spoken = (await page.locator('.code strong').textContent()) ?? ''
  await ben.joinByCode({ code: spoken, waitSeconds: 30 })
  await page.getByText('1 has come by it.').waitFor()
  await page.getByText('somebody has used it').waitFor()
  t.pass('WB62 who came is seen without a reload')
  await page.keyboard.press('Escape')
}

async function openCodes(t: Test, page: Page, anna: AllmendeNode): Promise<void> {
  const [workshop] = await anna.listCommons()
  await go(page, `/commons/${workshop?.id}`, 'Workshop')
  await page.getByRole('button', { name: 'Bring somebody in' }).click()
  await page.getByLabel('Vouch for whoever comes').check()
  await page.getByRole('button', { name: 'Make a code' }).click()
  await page.getByText('Whoever comes is vouched for.').waitFor()
  const [given] = await anna.listInvites()
  t.deepEqual([given?.vouches, given?.state], [true, 'open'], 'WB78 who comes by it is vouched for')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Bring somebody in' }).click()
  const end = page.getByRole('button', { name: `End the code ${given?.code}` })
  await end.waitFor()
  await clean(t, page, 'the codes that are open')
  await end.click()
  await end.waitFor({ state: 'detached' })
  t.equal((await anna.listInvites())[0]?.state, 'cancelled', 'WB78 one that was given out before is ended')
  await page.keyboard.press('Escape')
}

async function listed(t: Test, { page, anna }: Stage): Promise<void> {
  const all = async () => (await anna.listCommons()).flatMap((one) => one.listed ?? [])
  const workshop = (await anna.listCommons()).find(({ name }) => name === 'Workshop')
  await go(page, `/commons/${workshop?.id}`, 'Workshop')
  await page.getByRole('button', { name: 'List it publicly' }).click()
  await page.getByLabel('What is it about?').fill('Stools')
  await page.getByLabel('Words to find it by').fill('wood, , chairs,wood')
  await clean(t, page, 'the form of a listing')
  await page.getByRole('button', { name: 'List it', exact: true }).click()
  await page.getByText('listed for everybody').waitFor()
  t.deepEqual(await all(), [{ about: 'Stools', tags: ['wood', 'chairs'], place: '', language: '' }])
  await page.getByRole('button', { name: 'Its public listing' }).click()
  t.equal(await page.getByLabel('What is it about?').inputValue(), 'Stools', 'WB82 what was said is there')
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('Who has joined stays').waitFor()
  await clean(t, page, 'a listing that is taken back')
  await page.getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('listed for everybody').waitFor({ state: 'detached' })
  t.deepEqual(await all(), [], 'WB82 it is listed no longer')
}

async function pulled(t: Test, { page, anna, id, files }: Stage): Promise<string> {
  const fork = await anna.fork({ good: id, title: 'High stool', commons: 'Workshop' })
  await go(page, `/goods/${encodeURIComponent(fork.id)}`, 'High stool')
  const ask = () => page.getByRole('button', { name: 'Take in what is new' }).click()
  await ask()
  await page.getByText('It has everything of “Stool” already.').waitFor()
  await page.keyboard.press('Escape')
  const path = files('stool', { 'README.md': 'Four legs.\nOiled.\nEnd.\n' })
  await anna.share({ path, title: 'Stool', tags: ['oak'], ...DESIGN })
  await ask()
  await page.getByText('README.md is taken').waitFor()
  await clean(t, page, 'what is new in the original')
  await page.getByRole('button', { name: 'Take it in' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  t.equal((await anna.show(fork.id)).versions.length, 2, 'WB83 the fork has a version with it')
  await ask()
  await page.getByText('It has everything of “Stool” already.').waitFor()
  await page.keyboard.press('Escape')
  return fork.id
}

/** Anna looks at the good of that id. */
async function retracted(t: Test, { page, anna }: Stage, id: string): Promise<void> {
  const ask = () => page.getByRole('button', { name: 'Ask others to forget', exact: true }).click()
  await ask()
  await page.getByLabel('Why?').fill('It tips over.')
  await clean(t, page, 'asking others to forget')
  await page.getByRole('button', { name: 'Ask others to forget it' }).click()
  await page
    .getByText(/^Anna asks others to forget it.*“It tips over.” Nobody was known to hold it.$/)
    .waitFor()
  t.equal((await anna.show(id)).retraction?.note, 'It tips over.', 'WB84 with who asks it and why')
  await ask()
  await page.getByRole('button', { name: 'Ask no longer' }).click()
  await page.getByText('Anna asks others').waitFor({ state: 'detached' })
  t.equal((await anna.show(id)).retraction, null, 'WB84 it was taken back')
}

async function mirrored(t: Test, { page, open, home, anna }: Stage, ben: Page): Promise<void> {
  await go(page, '/node', 'This node')
  await page.getByText('No mirror keeps a commons of yours').waitFor()
  await page.getByLabel('Commons', { exact: true }).selectOption({ label: 'Board' })
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByText('The mirror link of “Board”:').waitFor()
  const link = (await page.locator('.copy-text code').last().textContent()) ?? ''
  await clean(t, page, 'the link of a mirror')
  await ben.getByLabel('Mirror link').fill('allmende:nothing')
  await ben.getByRole('button', { name: 'Keep it' }).click()
  await ben.getByRole('alert').last().waitFor()
  t.pass('WB64 what is no mirror link is refused')
  const carl = await open('carl')
  const { page: third } = await openPage(t, (await servePage(t, carl, home('carl'))).pageUrl)
  await third.getByRole('heading', { level: 1 }).waitFor()
  await go(third, '/node', 'This node')
  await third.getByLabel('Mirror link').fill(link)
  await third.getByRole('button', { name: 'Keep it' }).click()
  await third.getByRole('button', { name: 'Keep no longer: Board' }).waitFor()
  await third.getByText('whether something is missing is unknown').waitFor()
  await connect(carl, anna)
  await third.getByText('has everything').waitFor()
  await page.getByText(/^Board, at /).waitFor()
  await page.getByText(/^connected · .*has everything$/).waitFor()
  t.pass('WB64 how far it is is told on both sides, with nothing done')
  await page.getByRole('button', { name: /^Take it back: Board/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click()
  await page.getByText('It has deleted what it kept.').waitFor()
  await third.getByText('“Board” was taken back').waitFor()
  t.pass('WB64 taken back, it is gone there, and both say so')
  await third.getByLabel('Mirror link').fill(link)
  await third.getByRole('button', { name: 'Keep it' }).click()
  await third.getByRole('button', { name: 'Keep no longer: Board' }).click()
  await third.getByRole('dialog').getByRole('button', { name: 'Keep no longer' }).click()
  await third.getByText('Nothing is kept here for others').waitFor()
  t.pass('WB64 what is kept is told, and ended')
}
