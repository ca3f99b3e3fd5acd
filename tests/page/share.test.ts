import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import test, { type Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { connect, PATIENCE_MS, type Scene, scene, shown } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { photoWithPlace } from './looked-at.ts'

/** More than goes up in one part. */
const PLAN = Buffer.alloc(5 * 1024 * 1024, 'a plan of a stool\n')

const FILES = {
  'README.md': 'Four legs.',
  'drawings/plan.bin': PLAN,
  'drawings/notes.txt': '',
  'drawings/finished.png': photoWithPlace(),
  'bom.csv': 'name,quantity,unit\nLeg,4,one\nSeat,1,one\n',
  'okh.toml':
    'okhv = "OKH-LOSHv1.0"\nname = "Stool"\nlicense = "CERN-OHL-S-2.0"\nfunction = "One sits on it."\nversion = "0.3"\n',
  '.git/HEAD': 'ref: refs/heads/main',
}

type Stage = Scene & { readonly anna: AllmendeNode; readonly ben: AllmendeNode; readonly words: string }

test(
  'WB20 WB21 WB22 WB23 WB24 WB69 a folder dropped on the page goes up over a broken connection and comes up at another node, is copied and forked by its page, and found again by the words; a commons is joined by the camera',
  { skip },
  async (t) => {
    const stage = await twoNodes(t)
    const { anna, ben, home, files } = stage
    const { page, forbidden, elsewhere } = await openPage(t, (await servePage(t, anna, home('anna'))).pageUrl)
    const { page: other } = await openPage(t, (await servePage(t, ben, home('ben'))).pageUrl)
    await other.getByRole('heading', { name: 'Repair Café', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Share', exact: true }).click()

    await cancelled(t, stage, page)
    const broken = await breakOnce(page)
    await drop(page, files('stool', FILES))
    await page.getByRole('heading', { name: 'This would be shared' }).waitFor()
    t.equal(broken.times, 1, 'WB21 the connection broke once on the way, and it went on')
    await page.getByText('6 files').first().waitFor()
    await page.getByText('a list of 2 parts was read from bom.csv').waitFor()
    await page
      .getByText('1 picture says where it was taken, for instance drawings/finished.png.', { exact: false })
      .waitFor()
    t.pass('WB69 what a picture would tell is told before it is shared')
    await page.getByText('1 thing is left out').click()
    await page.getByText('the history of version control; no rule can take it in').waitFor()
    await page.getByText('instructions: how it is put together').waitFor()
    t.equal(await page.getByLabel('Title').inputValue(), 'Stool', 'the manifest is filled in')
    t.equal(await page.getByLabel('Version', { exact: true }).inputValue(), '0.3')
    await page.getByLabel('Take it out of the pictures that are shared', { exact: false }).check()
    await page.getByRole('button', { name: 'Share it' }).click()
    await page.getByRole('heading', { name: '“Stool” is shared' }).waitFor()
    await page.getByRole('img', { name: 'The link as a QR code' }).waitFor()
    await page.getByText('Leave this node running until somebody has copied it.').waitFor()
    t.deepEqual(aside(stage), [], 'what was put aside is gone')

    await other.getByRole('link', { name: /Stool/ }).first().click()
    await other.getByRole('heading', { name: 'Stool', level: 1 }).waitFor()
    t.pass('WB20 it came up at the other node without a reload')
    await copiedByPage(t, stage, other)
    await page.getByText('Whole on 2 computers, this one too').waitFor()
    t.pass('WB22 and the page that shared it says live that it is on two computers')
    await forkedByPage(t, stage, other)
    const laptop = await restoredByPage(t, stage)
    await joinedByCamera(t, stage, laptop)
    await newVersionByPage(t, stage, page)
    t.deepEqual([...elsewhere, ...forbidden], [], 'nothing was asked elsewhere, nothing forbidden')
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

async function twoNodes(t: Test): Promise<Stage> {
  const stage = scene(t)
  const [anna, ben] = [await stage.open('anna'), await stage.open('ben')]
  const { link, words = '' } = await anna.createCommons({ name: 'Repair Café', public: true })
  await anna.profile({ name: 'Anna' })
  await ben.joinCommons({ link })
  await ben.profile({ name: 'Ben' })
  await connect(ben, anna)
  return { ...stage, anna, ben, words }
}

/** As the system's file manager drops it: with folders, which no script in the page can make. */
async function drop(page: Page, path: string): Promise<void> {
  const box = await page.getByText('Drop a folder or files here').boundingBox()
  if (!box) throw new Error('there is nowhere to drop it')
  const session = await page.context().newCDPSession(page)
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  await session.detach()
}

/** Cuts the connection of the second part, once. */
async function breakOnce(page: Page): Promise<{ times: number }> {
  const broken = { times: 0 }
  const cut = (route: Route): Promise<void> => {
    broken.times++
    return route.abort('connectionreset')
  }
  await page.route(/\/bytes\?at=[1-9]/, cut, { times: 1 })
  return broken
}

/** Chosen by keyboard, looked at, and given up. */
async function cancelled(t: Test, stage: Stage, page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose files' }).focus()
  await page.keyboard.press('Enter')
  await (await chooser).setFiles(join(stage.files('single', { 'note.txt': 'A note.' }), 'note.txt'))
  await page.getByText('1 file', { exact: false }).first().waitFor()
  await page.getByRole('heading', { name: 'This would be shared' }).waitFor()
  t.equal(aside(stage).length, 1)
  await page.getByRole('button', { name: 'Choose something else' }).press('Enter')
  await page.getByText('Drop a folder or files here').waitFor()
  await until(() => aside(stage).length === 0, { what: 'it to be removed', deadlineMs: PATIENCE_MS })
  t.pass('WB21 what is given up is removed')
}

const aside = ({ home }: Stage): string[] => {
  const uploads = join(home('anna'), 'uploads')
  return existsSync(uploads) ? readdirSync(uploads) : []
}

async function copiedByPage(t: Test, { files, folder }: Stage, page: Page): Promise<void> {
  files('copies', { '.keep': '' })
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Into which folder of this computer?').fill(join(folder, 'copies'))
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  const path = await dialog.getByRole('status').locator('code').textContent()
  t.ok(readFileSync(join(path ?? '', 'drawings/plan.bin')).equals(PLAN), 'WB22 byte for byte')
  t.equal(statSync(join(path ?? '', 'drawings/notes.txt')).size, 0)
  const finished = readFileSync(join(path ?? '', 'drawings/finished.png'))
  t.notOk(finished.includes('at home'), 'WB69 without where its picture was taken')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}

async function forkedByPage(t: Test, { anna, ben }: Stage, page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make my own' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Its title').fill('Bar stool')
  await dialog.getByRole('button', { name: 'Make my own' }).click()
  await page.getByRole('heading', { name: 'Bar stool', level: 1 }).waitFor()
  const { results } = await ben.find({ words: 'bar stool' })
  const fork = results.find(({ title }) => title === 'Bar stool')?.id ?? ''
  await shown(anna, fork)
  t.ok((await anna.show(fork)).derivedFrom, 'WB22 its lineage is known at the other node')
}

/** On a third computer, with nothing but the words. */
async function restoredByPage(t: Test, { open, home, anna, words }: Stage): Promise<string> {
  const laptop = await open('laptop')
  await connect(laptop, anna)
  const { pageUrl } = await servePage(t, laptop, home('laptop'))
  const { page } = await openPage(t, pageUrl)
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await page.getByRole('link', { name: 'Share', exact: true }).click()
  await page.getByRole('link', { name: 'Make one, join one, or look around' }).click()
  t.pass('WB20 with no commons yet, the way to one is shown')
  await page.getByRole('button', { name: 'Restore' }).click()
  await page.getByLabel('Your 24 words, in their order').fill(words)
  await page.getByRole('button', { name: 'Restore' }).click()
  await page.getByText('Found: 1 commons of yours').waitFor()
  await page.getByRole('status').getByRole('button', { name: 'Commons' }).click()
  await page
    .getByRole('link', { name: /Repair Café/ })
    .first()
    .click()
  await page.getByRole('link', { name: /Stool/ }).first().waitFor()
  t.equal((await laptop.status()).person, (await anna.status()).person, 'WB23 the same person')
  return pageUrl
}

/** What a browser with a camera has, that of these tests has not: here it always sees this link. */
function putCamera(link: string): void {
  const stream = async (): Promise<MediaStream> => {
    const canvas = document.createElement('canvas')
    canvas.getContext('2d')?.fillRect(0, 0, 9, 9)
    return canvas.captureStream(9)
  }
  Object.assign(globalThis, {
    BarcodeDetector: class {
      detect = async () => [{ rawValue: 'https://example.org' }, { rawValue: link }]
    },
  })
  Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia: stream } })
}

async function joinedByCamera(t: Test, { anna }: Stage, pageUrl: string): Promise<void> {
  const garden = await anna.createCommons({ name: 'Garden', public: true })
  const { page, forbidden } = await openPage(t, pageUrl)
  const openDialog = async (): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.evaluate(() => (location.hash = '/commons'))
    await page.getByRole('button', { name: 'Join one' }).click()
    await page.getByLabel('Link or spoken code').waitFor()
  }
  await openDialog()
  t.equal(
    await page.getByRole('button', { name: 'Scan a QR code' }).count(),
    0,
    'WB24 hidden without a reader',
  )
  await page.addInitScript(putCamera, garden.link)
  await page.reload()
  await openDialog()
  await page.getByRole('button', { name: 'Scan a QR code' }).click()
  const field = page.getByLabel('Link or spoken code')
  await until(async () => (await field.inputValue()) === garden.link, {
    what: 'the link',
    deadlineMs: PATIENCE_MS,
  })
  await page.getByRole('button', { name: 'Join', exact: true }).first().click()
  await page.getByRole('heading', { name: 'Garden', level: 1 }).waitFor()
  t.deepEqual(forbidden, [], 'WB24 a commons is joined by what the camera reads')
}

/** From the good itself, by files chosen in the dialog of the system. */
async function newVersionByPage(t: Test, { anna, files }: Stage, page: Page): Promise<void> {
  await page.getByRole('link', { name: 'See it' }).click()
  await page.getByRole('link', { name: 'New version' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await (await chooser).setFiles(files('stool again', { 'README.md': 'Three legs.' }))
  await page.getByText('it becomes the next version of “Stool”').waitFor()
  await page.getByLabel('Version', { exact: true }).fill('0.4')
  await page.getByRole('button', { name: 'Share it' }).click()
  await page.getByRole('heading', { name: '“Stool” is shared' }).waitFor()
  const { results } = await anna.find({ words: 'stool' })
  const id = results.find(({ title }) => title === 'Stool')?.id ?? ''
  const { versions } = await anna.show(id)
  t.deepEqual(
    versions.map(({ label }) => label),
    ['0.3', '0.4'],
    'WB20 the next version of the same good',
  )
}
