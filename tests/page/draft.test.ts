import type { Locator, Page } from 'playwright-core'
import test, { type Test } from 'tape'
import type { DraftEvent } from '@allmende/node'
import { until } from '@allmende/testkit'
import { connect, PATIENCE_MS, scene, shown } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { terminal } from './terminal.ts'

const TEXT = 'Saturdays from two.\n\nbring a cake, and four screws.\n'
const TOGETHER = 'Saturdays from one.\n\nPlease bring a cake, and four screws. Thanks.\n'
const TAKEN_IN = 'Saturdays from one.\n\nPlease bring a pie, and four screws. Thanks.\n'

/** A draft of Anna's at Ben, each with a page, and at Cem, who has a terminal. */
async function stage(t: Test) {
  const { open, home } = scene(t)
  const [anna, ben, cem] = [await open('anna'), await open('ben'), await open('cem')]
  const { link } = await anna.createCommons({ name: 'Repair Café', public: true })
  await anna.profile({ name: 'Anna' })
  for (const [node, name] of [
    [ben, 'Ben'],
    [cem, 'Cem'],
  ] as const) {
    await node.joinCommons({ link })
    await node.profile({ name })
    await connect(node, anna)
  }
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Opening hours', text: TEXT })
  for (const node of [ben, cem])
    await until(async () => (await node.draftText(id).catch(() => null))?.text === TEXT, {
      what: 'the draft at the others',
      deadlineMs: PATIENCE_MS,
    })
  const pageOf = async (node: typeof anna, name: string) => {
    const { pageUrl } = await servePage(t, node, home(name))
    const opened = await openPage(t, pageUrl)
    await opened.page.getByRole('heading', { name: 'Repair Café' }).waitFor()
    await opened.page.evaluate((to) => (location.hash = to), `/drafts/${encodeURIComponent(id)}`)
    return opened
  }
  const [hers, his] = [await pageOf(anna, 'anna'), await pageOf(ben, 'ben')]
  await servePage(t, cem, home('cem'))
  return { id, hers, his, nodes: [anna, ben, cem], shell: terminal(t, home('cem')) }
}

// One scene for all of it: what is shown is how it goes on from one to the next, by keys alone.
test(
  'WB35 WB36 WB37 WB38 WB67 two pages and a terminal write one draft; a passage is spoken of, marked, changed by a suggestion, and looked up in the history',
  { skip },
  async (t) => {
    const { id, hers, his, nodes, shell } = await stage(t)
    const followed = followIn(shell, id)
    await writeTogether(t, hers.page, his.page, () =>
      shell.run('draft', 'edit', id, '--editor', 'sed -i s/two/one/'),
    )
    await until(() => followed.text === TOGETHER, { what: 'it in the terminal', deadlineMs: PATIENCE_MS })
    t.pass('the terminal that follows has all of it')
    await speakOfAPassage(t, hers.page, his.page)
    await markPassages(t, hers.page, his.page)
    await until(async () => (await nodes[2]!.draftMarks(id)).marks.length === 1, {
      what: 'the marks at Cem',
      deadlineMs: PATIENCE_MS,
    })
    await suggest(his.page)
    await answer(t, hers.page)
    for (const node of nodes)
      await until(async () => (await node.draftText(id)).text === TAKEN_IN, {
        what: 'what was taken in, at all three',
        deadlineMs: PATIENCE_MS,
      })
    t.pass('all three have what was taken in, and nothing of what was declined')
    await lookThrough(t, his.page)
    t.deepEqual([...hers.forbidden, ...his.forbidden], [], 'all of it within the policy of the page')
  },
)

test(
  'WB39 WB49 what somebody brought in is named and leads there; before something is excluded, forgotten or stopped it is told what is lost, and what isn’t',
  { skip },
  async (t) => {
    const { open, home, files } = scene(t)
    const [anna, ben] = [await open('anna'), await open('ben')]
    const { link } = await anna.createCommons({ name: 'Repair Café', public: true })
    await ben.joinCommons({ link })
    await ben.profile({ name: 'Ben' })
    const path = files('stool', { 'plan.txt': 'Four legs.' })
    const { id } = await anna.share({ path, title: 'Stool', licence: 'CC-BY-SA-4.0', type: 'design' })
    await connect(ben, anna)
    const { page } = await openPage(t, (await servePage(t, anna, home('anna'))).pageUrl)
    const toPeople = () => page.getByRole('link', { name: 'People', exact: true }).press('Enter')
    await shown(ben, id)
    await ben.comment({ on: id, text: 'Stands well.' })
    await toPeople()
    await page.getByRole('button', { name: 'Ben', exact: true }).press('Enter')
    await page.getByRole('dialog').getByText('commented on').waitFor()
    await page.getByRole('dialog').getByRole('link', { name: 'Stool' }).press('Enter')
    await page.getByRole('heading', { name: 'Stool', level: 1 }).waitFor()
    t.pass('what Ben commented on is one step away')
    await toPeople()
    await page.getByRole('heading', { name: '1 newcomer' }).waitFor()
    await page.getByRole('button', { name: 'Exclude: Ben' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('what they have stays theirs').waitFor()
    await dialog.getByRole('button', { name: 'Exclude', exact: true }).press('Enter')
    await dialog.getByText('Ben is excluded.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Take in again: Ben' }).waitFor()
    t.pass('who is excluded can be taken in again')
    await page.getByRole('link', { name: 'This node', exact: true }).press('Enter')
    await page.getByText('1 good with its files').press('Enter')
    await page.getByRole('button', { name: 'Free the disk: Stool' }).press('Enter')
    await dialog.getByText('they may be lost for everybody').waitFor()
    const free = dialog.getByRole('button', { name: 'Free the disk' })
    t.ok(await free.isDisabled(), 'the last files that are known are not deleted by one press')
    await dialog.getByRole('checkbox').press('Space')
    await free.press('Enter')
    await dialog.getByText('free again').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('1 good with its files').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Stop this node' }).press('Enter')
    await dialog.getByText('Nothing is deleted').waitFor()
    t.pass('what is freed is out of the list; stopping tells what it does')
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

function followIn(shell: ReturnType<typeof terminal>, id: string): { text: string } {
  const followed = { text: '' }
  const take = (event: DraftEvent): void => {
    if (event.type === 'text') followed.text = event.text
    if (event.type !== 'change') return
    for (const { at, remove, insert } of event.splices)
      followed.text = followed.text.slice(0, at) + insert + followed.text.slice(at + remove)
  }
  shell.follow((event) => take(event as DraftEvent), 'draft', 'text', id, '--follow')
  return followed
}

async function writeTogether(t: Test, hers: Page, his: Page, inTerminal: () => Promise<void>): Promise<void> {
  const [area, other] = [textArea(hers), textArea(his)]
  for (const one of [area, other]) await shows(one, TEXT)
  await goTo(other, 2, 'bring a cake, and four screws.'.length)
  const caret = area.locator('.cm-person-caret', { hasText: 'Ben' })
  await standsAt(caret, 'bring a cake, and four screws.|')
  t.pass('Ben’s cursor is seen, with his name')
  await goTo(area, 2, 0)
  await hers.keyboard.type('Please ')
  await standsAt(caret, 'Please bring a cake, and four screws.|')
  t.pass('it stays at its place while text is written before it')
  await shows(other, TEXT.replace('bring', 'Please bring'))
  await Promise.all([his.keyboard.type(' Thanks.'), inTerminal()])
  for (const one of [area, other]) await shows(one, TOGETHER)
  t.pass('what both pages and the terminal wrote stands in both pages')
}

async function speakOfAPassage(t: Test, hers: Page, his: Page): Promise<void> {
  const [area, other] = [textArea(hers), textArea(his)]
  await goTo(area, 2, 'Please bring a cake, and '.length)
  for (let count = 0; count < 'four screws'.length; count++) await area.press('Shift+ArrowRight')
  await area.press('Control+Alt+m')
  const field = hers.getByLabel('Say something about these words')
  await field.and(hers.locator(':focus')).waitFor()
  await hers.keyboard.type('Which ones?')
  await hers.keyboard.press('Tab')
  await hers.keyboard.press('Enter')
  await other.locator('.cm-commented', { hasText: 'four screws' }).waitFor()
  t.pass('the passage is marked in Ben’s text')
  const thread = his.getByRole('listitem').filter({ hasText: 'Which ones?' })
  await thread.getByRole('button', { name: 'Answer' }).press('Enter')
  await his.getByLabel('Your answer').fill('The long ones.')
  await thread.getByRole('button', { name: 'Say it' }).press('Enter')
  const hersThread = hers.getByRole('listitem').filter({ hasText: 'The long ones.' })
  await hersThread.getByRole('button', { name: 'Done with' }).press('Enter')
  await other.locator('.cm-commented').waitFor({ state: 'detached' })
  await his.getByRole('button', { name: '1 that is done with' }).waitFor()
  t.pass('answered and done with, it is out of the text and folded away beside it')
}

async function markPassages(t: Test, hers: Page, his: Page): Promise<void> {
  const [area, other] = [textArea(hers), textArea(his)]
  await goTo(area, 2, 'Please bring a cake, and '.length)
  for (let count = 0; count < 'four screws'.length; count++) await area.press('Shift+ArrowRight')
  await area.press('Control+b')
  await other.locator('strong', { hasText: 'four screws' }).waitFor()
  t.pass('what Anna marked as bold by keys is bold in Ben’s text')
  await hers.getByRole('button', { name: 'Bold', pressed: true }).press('Enter')
  await other.locator('strong').waitFor({ state: 'detached' })
  await goTo(other, 0, 0)
  for (let count = 0; count < 'Saturdays'.length; count++) await other.press('Shift+ArrowRight')
  await his.getByRole('button', { name: 'Link to …' }).press('Enter')
  const address = his.getByLabel('Where does “Saturdays” lead to?')
  await address.fill('javascript:alert(1)')
  await address.press('Enter')
  await his.getByRole('alert').getByText('javascript').waitFor()
  await address.fill('https://days.example/')
  await address.press('Enter')
  await area.locator('.cm-style-link', { hasText: 'Saturdays' }).waitFor()
  t.pass('a link to the web is set, another is refused')
  for (const one of [area, other]) await shows(one, TOGETHER)
}

async function suggest(his: Page): Promise<void> {
  await his.getByRole('button', { name: 'Suggest', exact: true }).press('Enter')
  const copy = his.getByLabel('Copy of the text, to suggest changes')
  await shows(copy, TOGETHER)
  await goTo(copy, 2, 'Please bring a '.length)
  for (let count = 0; count < 'cake'.length; count++) await copy.press('Shift+ArrowRight')
  await his.keyboard.type('pie')
  await copy.locator('.cm-gone', { hasText: 'cake' }).waitFor()
  await copy.locator('.cm-came', { hasText: 'pie' }).waitFor()
  await copy.press('Control+End')
  await his.keyboard.type('And some music.')
  await his.getByLabel('What is it, in a few words?').fill('Easier to share')
  await his.getByRole('button', { name: 'Offer it' }).press('Enter')
}

async function answer(t: Test, hers: Page): Promise<void> {
  const area = textArea(hers)
  await area.locator('.cm-would-go', { hasText: 'cake' }).waitFor()
  await area.locator('.cm-offered', { hasText: 'pie' }).waitFor()
  t.pass('what would go and what would come is seen in Anna’s text')
  await hers.getByRole('tab', { name: 'Suggestions (2)' }).press('Enter')
  await hers.getByRole('button', { name: 'Take in: passage 1' }).press('Enter')
  await hers.getByRole('button', { name: 'Take in: passage 1' }).waitFor({ state: 'detached' })
  await hers.getByRole('button', { name: 'Decline: passage 2' }).press('Enter')
  await hers.getByLabel('Why not?').fill('We keep it short.')
  await hers.keyboard.press('Enter')
  await hers.getByText('taken in in part').waitFor()
  await shows(area, TAKEN_IN)
}

async function lookThrough(t: Test, his: Page): Promise<void> {
  await his.getByRole('button', { name: 'History', exact: true }).press('Enter')
  const slider = his.getByRole('slider', { name: 'Point in the history' })
  const then = his.locator('.text-then')
  await then.filter({ hasText: 'pie' }).waitFor()
  await slider.press('Home')
  await then.filter({ hasText: 'Saturdays from two.' }).waitFor()
  t.match((await slider.getAttribute('aria-valuetext')) ?? '', /^Anna, /, 'the first step is Anna’s')
  await his.getByText(/\d+ characters came/).waitFor()
  await slider.press('End')
  await then.filter({ hasText: 'pie, and four screws. Thanks.' }).waitFor()
  t.pass('from the first words to the last')
  await his.getByRole('button', { name: 'Write', exact: true }).press('Enter')
  await shows(textArea(his), TAKEN_IN)
}

function textArea(page: Page): Locator {
  return page.getByLabel('Text of the draft')
}

/** The caret to a line and a column, by keys. */
async function goTo(area: Locator, line: number, column: number): Promise<void> {
  await area.press('Control+Home')
  for (let count = 0; count < line; count++) await area.press('ArrowDown')
  await area.press('Home')
  for (let count = 0; count < column; count++) await area.press('ArrowRight')
}

const DRAWN = '.cm-person-caret, .cm-placeholder, .cm-offered, .cm-gone'

async function shows(area: Locator, wanted: string): Promise<void> {
  const now = () =>
    area.evaluate(
      (content, drawn) =>
        [...content.querySelectorAll('.cm-line')]
          .map((line) => {
            const copy = line.cloneNode(true) as HTMLElement
            for (const one of copy.querySelectorAll(drawn)) one.remove()
            return copy.textContent
          })
          .join('\n'),
      DRAWN,
    )
  await until(async () => (await now()) === wanted, { what: `"${wanted}"`, deadlineMs: PATIENCE_MS })
}

/** Waits until somebody's cursor, a bar in its line, stands there. */
async function standsAt(caret: Locator, wanted: string): Promise<void> {
  await caret.waitFor()
  const line = () =>
    caret.evaluate((drawn) => {
      const copy = drawn.closest('.cm-line')?.cloneNode(true) as HTMLElement
      copy.querySelector('.cm-person-caret')?.replaceChildren('|')
      return copy.textContent
    })
  await until(async () => (await line()) === wanted, {
    what: `the cursor at "${wanted}"`,
    deadlineMs: PATIENCE_MS,
  })
}
