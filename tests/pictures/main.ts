/**
 * `npm run pictures`: the pictures of the program in docs/pictures, from real nodes and a real browser. What is shown is made up
 * for them. A picture is written anew each time; one that is larger than it should be is an error.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { readToken, serve, type Served } from '@allmende/api'
import { createClient, httpTransport } from '@allmende/api/client'
import { type AllmendeNode, openNode } from '@allmende/node'
import { silentLogger, until } from '@allmende/testkit'
import { GOODS, type MadeUp, stlOf } from './goods.ts'

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url))
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const WINDOW = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 780 }
const MOST_BYTES = 150_000
const TEXT =
  '# Opening hours\n\nSaturdays from two to six, in the hall behind the bakery.\n\nBring what is broken, and whatever came off it.\nThere is tea. Cake is brought by whoever likes to.\n'

const home = mkdtempSync(join(tmpdir(), 'allmende-pictures-'))
const closing: (() => Promise<unknown>)[] = [async () => rmSync(home, { recursive: true, force: true })]
try {
  await take()
} finally {
  for (const close of closing.toReversed()) await close()
}

async function take(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--headless', '--no-sandbox'] })
  closing.push(() => browser.close())
  const [anna, ben] = [await open('anna'), await open('ben')]
  const { id: commons, link } = await anna.createCommons({ name: 'Repair Café Lindenhof', public: true })
  await anna.profile({ name: 'Anna' })
  await ben.joinCommons({ link })
  await ben.profile({ name: 'Ben' })
  const [address = ''] = (await anna.status()).network.flatMap(({ addresses }) => addresses)
  await ben.connect(address)
  const ids: string[] = []
  for (const good of GOODS.toReversed()) ids.unshift(await share(browser, anna, good))
  const [good = ''] = ids
  const { id: draft } = await anna.createDraft({ editors: 'commons', title: 'Opening hours', text: TEXT })
  await until(async () => (await ben.draftText(draft).catch(() => null))?.text === TEXT, {
    what: 'the draft at Ben',
  })
  await ben.copy({ from: good, to: join(home, 'copied') })
  await ben.reportBuild({ good, outcome: 'works', text: 'Holds my seedlings since March.' })
  await ben.comment({ on: good, text: 'Is there one for boards of 24 mm?' })
  await ben.draftSuggest({ draft, text: TEXT.replace('tea', 'coffee and tea'), title: 'Coffee too' })
  await until(async () => (await anna.show(good)).builds.length > 0, { what: 'the build at Anna' })
  const server = await serve({ node: anna, home: join(home, 'anna'), port: 0, logger: silentLogger })
  closing.push(() => server.close())
  const page = await windowOn(browser, server)
  await screens(page, { commons, good, draft })
  await phone(browser, server, good)
  for (const name of readdirSync(FOLDER)) {
    const { size } = statSync(join(FOLDER, name))
    console.log(`docs/pictures/${name}: ${Math.round(size / 1000)} kB`)
    if (size > MOST_BYTES) throw new Error(`${name} has ${size} bytes, expected at most ${MOST_BYTES}`)
  }
}

async function open(name: string): Promise<AllmendeNode> {
  const node = await openNode({
    home: join(home, name),
    internet: false,
    host: '127.0.0.1',
    logger: silentLogger,
  })
  closing.push(() => node.close())
  return node
}

async function share(browser: Browser, node: AllmendeNode, good: MadeUp): Promise<string> {
  const folder = join(home, 'goods', good.title)
  mkdirSync(folder, { recursive: true })
  const page = await browser.newPage({ viewport: { width: 480, height: 320 } })
  await page.setContent(`<body style="margin:0">${good.drawing}`)
  writeFileSync(join(folder, 'picture.png'), await page.screenshot())
  await page.close()
  writeFileSync(join(folder, 'README.md'), `# ${good.title}\n\n${good.description}\n`)
  if (good.bom !== undefined) writeFileSync(join(folder, 'bom.csv'), good.bom)
  if (good.boxes) writeFileSync(join(folder, 'bracket.stl'), stlOf(good.boxes))
  const { title, type, licence, tags, description } = good
  return (await node.share({ path: folder, title, type, licence, tags: [...tags], description })).id
}

async function windowOn(browser: Browser, server: Served): Promise<Page> {
  const page = await browser.newPage({
    viewport: WINDOW,
    locale: 'en-GB',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  await page.goto(server.pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

type Shown = { readonly commons: string; readonly good: string; readonly draft: string }

async function screens(page: Page, { commons, good, draft }: Shown): Promise<void> {
  await goTo(page, `/commons/${commons}`)
  await page.getByText('Who is here').waitFor()
  await shot(page, 'commons')
  await goTo(page, `/goods/${encodeURIComponent(good)}`)
  await page.getByText('triangles').waitFor()
  await shot(page, 'good')
  await page.locator('.model').evaluate((one) => one.scrollIntoView({ block: 'center' }))
  await shot(page, 'model')
  await goTo(page, `/drafts/${encodeURIComponent(draft)}`)
  await page.getByText('Saved on this computer').waitFor()
  await page.getByRole('tab', { name: /^Suggestions/ }).click()
  await page.getByText('Coffee too').first().waitFor()
  await shot(page, 'draft')
  await goTo(page, '/share')
  await page.getByText('Or name a folder of this computer').click()
  await page.getByLabel('Folder or file on this computer').fill(join(home, 'goods', GOODS[1]?.title ?? ''))
  await page.getByRole('button', { name: 'See what it would be' }).click()
  await page.getByRole('heading', { name: 'This would be shared' }).scrollIntoViewIfNeeded()
  await page.getByRole('heading', { name: 'This would be shared' }).evaluate((one) => {
    one.scrollIntoView({ block: 'start' })
    window.scrollBy(0, -90)
  })
  await shot(page, 'share')
  await goTo(page, '/node')
  await page.getByText('What lies here').waitFor()
  await shot(page, 'node')
}

/** As a guest sees it who has scanned the code. */
async function phone(browser: Browser, { url }: Served, good: string): Promise<void> {
  const token = (await readToken(join(home, 'anna'))) ?? ''
  const node = createClient(httpTransport({ url, token }))
  const { id, links } = await node.openGuest({ thing: good, right: 'view', hosts: ['127.0.0.1'], port: 0 })
  const page = await browser.newPage({
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    locale: 'en-GB',
    colorScheme: 'light',
  })
  await page.goto(links[0] ?? '')
  await page.getByText('triangles').waitFor()
  await shot(page, 'phone')
  await node.closeGuest({ door: id })
}

async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), path)
  await page.waitForFunction((to) => location.hash === `#${to}`, path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForFunction(() => document.querySelector('.loading, progress') === null)
}

/** Two frames after all pictures are there: then they are drawn too. */
async function shot(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete))
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
