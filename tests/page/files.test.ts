import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import test, { type Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { PATIENCE_MS, scene, type Scene, shown } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { AXE, misfits, unreached, violations } from './looks.ts'
import { arrived, drawn, goTo } from './walk.ts'

const NARROW = { viewport: { width: 360, height: 1_800 }, bypassCSP: true, reducedMotion: 'reduce' } as const

const LAMP = {
  'okh.toml':
    'okhv = "2.4"\nname = "Reading lamp"\nrepo = "https://lamps.example/lamp"\nversion = "1.2"\nlicense = "CERN-OHL-S-2.0"\nlicensor = "Ada"\nfunction = "<img src=x onerror=alert(1)>"\nbom = "parts.csv"\nmanufacturing-instructions = ["mend.md"]\n',
  'parts.csv': 'Benennung;Stk;Preis\nBoard of beech;1;2,50 EUR\nScrew M4 x 30;4;0,08 EUR\n',
  'arm/okh.toml':
    'okhv = "2.4"\nname = "Arm"\nrepo = "https://lamps.example/lamp"\nversion = "1.0"\nlicense = "CC-BY-NC-4.0"\nlicensor = "Ada"\nfunction = "Holds the lamp."\n',
}

type Stage = Scene & { readonly anna: AllmendeNode; readonly words: string; readonly page: Page }

test(
  'WB70 WB71 WB72 what is described elsewhere comes in by files, a backup is saved by the browser and checked, and on an empty node it brings its person back with everything',
  { skip },
  async (t) => {
    const stage = await furnished(t)
    await importedByFiles(t, stage)
    await partsListAlone(t, stage)
    const backup = await savedAndChecked(t, stage)
    await broughtBack(t, stage, backup)
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

async function furnished(t: Test): Promise<Stage> {
  const stage = scene(t)
  const anna = await stage.open('anna')
  const { words = '' } = await anna.createCommons({ name: 'Workshop', public: true })
  await anna.profile({ name: 'Anna' })
  const { page } = await openPage(t, (await servePage(t, anna, stage.home('anna'))).pageUrl, NARROW)
  await arrived(page)
  await page.evaluate(AXE)
  return { ...stage, anna, words, page }
}

/** Nothing for axe to find in what stands there now, nothing cut off in a narrow window, and all come by with the Tab key. */
async function clean(t: Test, page: Page, what: string): Promise<void> {
  await drawn(page)
  const found = [...(await violations(page)), ...(await misfits(page)), ...(await unreached(page))]
  t.deepEqual(found, [], `it can be used by everybody: ${what}`)
}

const aside = ({ folder }: Scene, who: string): string[] => readdirSync(join(folder, who, 'uploads'))

async function importedByFiles(t: Test, stage: Stage): Promise<void> {
  const { page, anna, files } = stage
  await goTo(page, '/share')
  await page.getByRole('link', { name: 'Bring in what is described elsewhere' }).press('Enter')
  await page.getByRole('heading', { name: 'Bring in what is described elsewhere', level: 1 }).waitFor()
  const choose = page.locator('input[type=file][webkitdirectory]')
  await choose.setInputFiles(files('lamp', LAMP))
  await page.getByText('1 good of 2').waitFor()
  await page.getByText('It is under “CC-BY-NC-4.0”').waitFor()
  await page.getByText('Named and not there: mend.md').waitFor()
  await page.getByText('Not read: Stk.').waitFor()
  t.equal((await anna.find({ words: 'lamp' })).total, 0, 'nothing came in by looking')
  await page.getByText('The columns of parts.csv').press('Enter')
  await page.getByLabel('How many').selectOption('Stk')
  await clean(t, page, 'what would come in')
  const bring = page.getByRole('button', { name: 'Bring it in', exact: true })
  t.ok(await bring.isDisabled(), 'what was said otherwise is to be seen first')
  await page.getByRole('button', { name: 'See what it would be' }).press('Enter')
  await page.getByText('Not read: Stk.').waitFor({ state: 'detached' })
  await page.locator('button:enabled', { hasText: 'Bring it in' }).press('Enter')
  await page.getByRole('heading', { name: '1 good is here' }).waitFor()
  await clean(t, page, 'what came in')
  t.deepEqual(aside(stage, 'anna'), [], 'WB72 nothing of it is left aside')
  await page.getByRole('link', { name: 'Reading lamp' }).press('Enter')
  await page.getByRole('heading', { name: 'Reading lamp', level: 1 }).waitFor()
  const { results } = await anna.find({ words: 'lamp' })
  const parts = await anna.explode({ good: results[0]?.id ?? '' })
  t.ok(JSON.stringify(parts).includes('Screw M4 x 30'), 'WB72 it is here with its parts')
}

async function partsListAlone(t: Test, stage: Stage): Promise<void> {
  const { page, files } = stage
  await goTo(page, '/import')
  const folder = files('lists', { 'shelf.csv': 'Part,Quantity\nBoard,2\n', 'plan.txt': 'Two boards.\n' })
  const choose = page.locator('input[type=file]').last()
  await choose.setInputFiles(join(folder, 'plan.txt'))
  await page.getByText('Nothing in it describes a good').waitFor()
  await page.getByRole('button', { name: 'Choose something else' }).press('Enter')
  await until(() => aside(stage, 'anna').length === 0 || null, {
    what: 'nothing to be left of what was given up',
    deadlineMs: PATIENCE_MS,
  })
  await choose.setInputFiles(join(folder, 'shelf.csv'))
  await page.getByText('It says no licence').waitFor()
  const bring = page.getByRole('button', { name: 'Bring it in', exact: true })
  t.ok(await bring.isDisabled(), 'without a licence it stays out')
  await page.getByLabel('The licence of what says none').fill('CC-BY-SA-4.0')
  await page.getByLabel('Title').fill('Shelf')
  await page.getByRole('button', { name: 'See what it would be' }).press('Enter')
  await page.getByText('would come in', { exact: true }).waitFor()
  await page.locator('button:enabled', { hasText: 'Bring it in' }).press('Enter')
  await page.getByRole('heading', { name: '1 good is here' }).waitFor()
  await page.getByRole('link', { name: 'Shelf' }).waitFor()
  t.pass('WB72 with what its person knows, a parts list alone comes in')
}

async function savedAndChecked(t: Test, stage: Stage): Promise<string> {
  const { page, folder } = stage
  await goTo(page, '/node')
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Make and save the backup' }).press('Enter')
  const download = await waiting
  t.match(download.suggestedFilename(), /^Anna \d{4}-\d\d-\d\d\.backup$/)
  const backup = join(folder, 'anna.backup')
  await download.saveAs(backup)
  await page.getByText('In it is 1 commons (Workshop)').waitFor()
  await page.getByText('Without your 24 words nobody opens it').waitFor()
  await clean(t, page, 'a backup that was saved')
  await until(() => readdirSync(join(folder, 'anna', 'downloads')).length === 0 || null, {
    what: 'nothing to be left of what was made',
    deadlineMs: PATIENCE_MS,
  })
  const check = page.locator('input[type=file][aria-label="Choose a backup to check"]')
  const cut = join(folder, 'cut.backup')
  writeFileSync(cut, 'something else')
  await check.setInputFiles(cut)
  await page.getByText('This file is no backup of Allmende.').waitFor()
  t.deepEqual(aside(stage, 'anna'), [], 'WB70 nothing is left of what was refused')
  await check.setInputFiles(backup)
  await page.getByText('anna.backup is whole').waitFor()
  t.pass('WB70 a backup is checked to its end')
  return backup
}

async function broughtBack(t: Test, stage: Stage, backup: string): Promise<void> {
  const { anna, open, home, words } = stage
  const [lamp] = (await anna.find({ words: 'lamp' })).results
  const { person } = await anna.status()
  const laptop = await open('laptop')
  const { page, forbidden } = await openPage(t, (await servePage(t, laptop, home('laptop'))).pageUrl, NARROW)
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await page.evaluate(AXE)
  await page.getByRole('button', { name: 'Restore' }).press('Enter')
  const field = page.getByLabel('Your 24 words, in their order')
  const restore = page.locator('button:enabled', { hasText: /^Restore$/ })
  await page.locator('input[type=file]').setInputFiles(backup)
  await page.getByText('anna.backup').waitFor()
  await field.fill(`${'abandon '.repeat(23)}art`)
  await clean(t, page, 'a backup that was chosen')
  await restore.press('Enter')
  await page.getByText('The backup is damaged').waitFor()
  t.equal(aside(stage, 'laptop').length, 1, 'WB71 mistyped words need no bringing it anew')
  t.equal((await laptop.status()).person, null, 'and made nobody')
  await field.fill(words)
  await restore.press('Enter')
  await page.getByText('Found: 1 commons of yours').waitFor()
  await page.getByText('Workshop: 2 goods').waitFor()
  await shown(laptop, lamp?.id ?? '')
  t.equal((await laptop.status()).person, person, 'WB71 the same person, with everything, and nobody was met')
  t.deepEqual(aside(stage, 'laptop'), [], 'nothing is left aside')
  await page.getByRole('status').getByRole('button', { name: 'Commons' }).press('Enter')
  await page.getByRole('link', { name: 'Reading lamp' }).first().waitFor()
  t.deepEqual(forbidden, [])
}
