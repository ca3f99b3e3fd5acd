import test from 'tape'
import { connect, scene, shown } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { picture } from './furnished.ts'

test(
  'WB15 WB9 WB10 a folder is shared by the page and comes up at another node, its picture drawn anew',
  { skip },
  async (t) => {
    const { open, home, files } = scene(t)
    const [anna, ben] = [await open('anna'), await open('ben')]
    const { link } = await anna.createCommons({ name: 'Repair Café', public: true })
    await ben.joinCommons({ link })
    const { page, elsewhere, forbidden } = await openPage(t, (await servePage(t, anna, home('anna'))).pageUrl)
    await page.getByText('whether others have something new is unknown').first().waitFor()
    t.pass('with nobody connected, the state is said to be unknown')
    await connect(ben, anna)
    await page.getByText('Up to date with those who are connected').first().waitFor()
    const folder = files('stool', { 'README.md': 'Four legs.', 'photo.png': picture(60, 40), '.git/x': '' })
    await page.getByRole('link', { name: 'Share', exact: true }).click()
    await page.getByText('Or name a folder of this computer').click()
    await page.getByLabel('Folder or file on this computer').fill(folder)
    await page.getByRole('button', { name: 'See what it would be' }).click()
    await page.getByText('2 files').first().waitFor()
    t.pass('what it would be is shown before')
    await page.getByLabel('Title').fill('Stool')
    await page.getByRole('radio').first().check()
    await page.getByRole('button', { name: 'Share it' }).click()
    await page.getByRole('heading', { name: '“Stool” is shared' }).waitFor()
    await page.getByRole('img', { name: 'The link as a QR code' }).waitFor()
    const { results } = await anna.find({ words: 'stool' })
    const id = results[0]?.id ?? ''
    await shown(ben, id)
    await ben.copy({ from: id, to: files('copied', {}) })
    await page.getByText('Whole on 2 computers, this one too').waitFor()
    t.pass('the page says live that it is on two computers')
    await page.getByRole('link', { name: 'See it' }).click()
    const drawn = page.getByRole('img', { name: 'photo.png' })
    await drawn.waitFor()
    t.match((await drawn.getAttribute('src')) ?? '', /^data:image\/webp/, 'pixels of the page’s own')
    t.deepEqual([...elsewhere, ...forbidden], [], 'nothing was asked elsewhere, nothing forbidden')
  },
)

test(
  'WB11 WB50 goods are found as one types, what is typed over is called off, and few of many cards are in the document',
  { skip },
  async (t) => {
    const { open, home, files } = scene(t)
    const anna = await open('anna')
    await anna.createCommons({ name: 'Workshop', public: false })
    for (let number = 0; number < 39; number++) {
      const folder = files(`thing${number}`, { 'a.txt': String(number) })
      await anna.share({ path: folder, title: `Thing ${number}`, licence: 'CC-BY-SA-4.0', type: 'text' })
    }
    const folder = files('loom', { 'a.txt': 'threads' })
    await anna.share({ path: folder, title: 'Loom', licence: 'CC-BY-SA-4.0', type: 'design' })
    const viewport = { width: 980, height: 600 }
    const { page } = await openPage(t, (await servePage(t, anna, home('anna'))).pageUrl, { viewport })
    await page.getByRole('link', { name: 'Goods', exact: true }).click()
    await page.getByText('40 goods').waitFor()
    await page.getByRole('listitem').getByRole('link').first().waitFor()
    const cards = await page.locator('.virtual-card').count()
    t.ok(cards > 3 && cards < 25, `${cards} cards of 40`)
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    await page.locator('.virtual-card[aria-posinset="40"] a').waitFor()
    t.pass('the last one comes when one goes there')
    const asksFor = (url: string, words: string) => new URL(url).searchParams.get('words') === words
    await page.route(
      (url) => asksFor(url.href, 'lo'),
      () => undefined,
    )
    const calledOff = page.waitForEvent('requestfailed', (request) => asksFor(request.url(), 'lo'))
    await page.getByRole('searchbox').fill('lo')
    await page.locator('[aria-busy=true] .count').getByText('40 goods').waitFor()
    t.ok(
      (await page.locator('.virtual-card a').count()) > 3,
      'what was found before stays meanwhile, and is told to be busy',
    )
    await page.getByRole('searchbox').fill('loo')
    await calledOff
    t.pass('the question that was typed over is called off')
    await page.locator('[aria-busy=false]').getByText('1 good', { exact: true }).waitFor()
    await page.getByRole('link', { name: /Loom/ }).click()
    await page.getByRole('heading', { name: 'Loom', level: 1 }).waitFor()
    t.pass('the beginning of a word is enough')
  },
)

test('WB18 WB12 by keyboard alone, and in another language', { skip }, async (t) => {
  const { open, home } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Garden', public: false })
  const { page } = await openPage(t, (await servePage(t, anna, home('anna'))).pageUrl)
  await page.getByRole('heading', { name: 'Garden' }).waitFor()
  const focus = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  await page.keyboard.press('Tab')
  t.equal(await focus(), 'To the content', 'the first stop leads past the navigation')
  await page.keyboard.press('Enter')
  t.equal(await page.evaluate(() => document.activeElement?.id), 'main')
  t.notOk(page.url().endsWith('#main'), 'and the screen stays')
  await page.getByRole('button', { name: 'Language and colours' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Language and colours' })
  await dialog.waitFor()
  for (let stops = 0; stops < 8; stops++) {
    await page.keyboard.press('Tab')
    // The end of the dialog is a guard, which sends the focus back to its beginning.
    await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]') !== null)
  }
  t.pass('eight stops on, the focus is still in the dialog')
  await dialog.getByLabel('Language').selectOption('de')
  await page.getByRole('dialog', { name: 'Sprache und Farben' }).waitFor()
  t.equal(await page.evaluate(() => document.documentElement.lang), 'de')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
  t.equal(label, 'Sprache und Farben', 'Escape gives the focus back')
  await page.getByRole('link', { name: 'Leute' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Leute', level: 1 }).waitFor()
  t.equal(
    await page.evaluate(() => document.activeElement?.id),
    'main',
    'on another screen one begins at its top',
  )
})

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})
