/**
 * A guest's phone, for stories: opens the link of `allmende guest open` in a real browser of a phone's size, goes in under a name, and
 * then does what is written into the file `phone` in the working folder: `type WORDS`. Without a name it looks at a good, until it is
 * closed. Says what it sees.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { chromium, type Page } from 'playwright-core'
import { CHROMIUM } from './browser.ts'

const TOLD = 'phone'
const LOOK_MS = 50

const [link = '', name = ''] = process.argv.slice(2)
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--headless', '--no-sandbox'],
})
const context = await browser.newContext({
  viewport: { width: 360, height: 720 },
  isMobile: true,
  hasTouch: true,
  locale: 'en-GB',
})
const page = await context.newPage()
process.once('SIGTERM', () => void browser.close())
if (name === '') await lookAt(page)
else await enter(page)
const closed = page.getByText(/^It is closed[.,]/).and(page.getByRole('status'))
void closed.waitFor({ timeout: 0 }).then(
  async () => console.log(await closed.textContent()),
  () => undefined,
)
for (;;) {
  if (existsSync(TOLD)) await act(page, readFileSync(TOLD, 'utf8').trim())
  if (!browser.isConnected()) break
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
}

async function lookAt(phone: Page): Promise<void> {
  await phone.goto(link)
  const model = await phone.getByText(/ triangles$/).textContent()
  const title = await phone.getByRole('heading', { level: 1 }).textContent()
  const words = (await phone.locator('header p').first().textContent()) ?? ''
  console.log(`Opened "${title}": ${words.split('. ')[0]}.`)
  console.log(`Its model can be turned: ${model}`)
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
  console.log(wide <= 360 ? 'Everything fits a screen of 360 pixels.' : `${wide} pixels`)
}

async function enter(phone: Page): Promise<void> {
  await phone.goto(link)
  await phone.getByLabel('Your name').fill(name)
  const title = await phone.getByRole('heading').textContent()
  const words = (await phone.locator('header p').first().textContent()) ?? ''
  console.log(`Opened "${title}": ${words.split('. ')[0]}.`)
  await phone.getByRole('button', { name: 'Go in' }).click()
  await phone.getByText('Saved').waitFor()
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
  console.log(
    wide <= 360 ? 'The text is there, and everything fits a screen of 360 pixels.' : `${wide} pixels`,
  )
}

async function act(phone: Page, told: string): Promise<void> {
  rmSync(TOLD)
  const words = told.replace(/^type /, '')
  const text = phone.getByLabel('Text of the draft')
  // What is closed can't be typed into.
  if (!(await text.isEditable({ timeout: 1_000 }).catch(() => false))) return
  await text.press('Control+End')
  await text.pressSequentially(words, { delay: 20 })
  console.log(`Typed: ${words}`)
  await phone.getByText('Saved').waitFor()
  console.log('Saved.')
}
