import type { Locator, Page } from 'playwright-core'
import test, { type Test } from 'tape'
import { until } from '@allmende/testkit'
import { PATIENCE_MS } from '../scene.ts'
import { closeBrowser, openPage, servePage, skip } from './browser.ts'
import { furnished, type Furnished } from './furnished.ts'
import { arrived, goTo } from './walk.ts'

/** More stops than any screen has. */
const MOST_STOPS = 150

// One scene for all of it, Anna's page: what is made by one step is what the next is done with. Nothing is pressed by a mouse, and nothing gets the
// focus but by the Tab key.
test(
  'WB56 by keys alone one shares, copies, forks, keeps, forgets, comments, takes in, drafts, publishes, invites, adds a computer and comes back',
  { skip },
  async (t) => {
    const stage = await furnished(t)
    const { page } = await openPage(t, (await servePage(t, stage.anna, stage.home('anna'))).pageUrl)
    await arrived(page)
    const hands = handsOn(page)
    await shareAndForget(t, stage, hands)
    await withAGood(t, stage, hands)
    await withADraft(t, stage, hands)
    await withPeople(t, stage, hands)
    await comeBack(t, stage)
  },
)

test('the browser of these tests is closed', { skip }, async (t) => {
  await closeBrowser()
  t.pass('closed')
})

type Hands = ReturnType<typeof handsOn>

/** What somebody does who has a keyboard only. */
function handsOn(page: Page) {
  const reach = async (target: Locator): Promise<void> => {
    await target.first().waitFor()
    const wanted = await target.first().elementHandle()
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      if (await page.evaluate((one) => document.activeElement === one, wanted)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`the Tab key never comes to ${String(target)}`)
  }
  const within = async (): Promise<Page | Locator> =>
    (await page.getByRole('dialog').count()) > 0 ? page.getByRole('dialog') : page
  const hands = {
    page,
    async press(name: string | RegExp, role: 'button' | 'link' | 'tab' = 'button'): Promise<void> {
      await reach(
        (await within()).getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) }),
      )
      await page.keyboard.press('Enter')
    },
    async unfold(words: string): Promise<void> {
      await reach(page.locator('summary', { hasText: words }))
      await page.keyboard.press('Enter')
    },
    async fill(label: string, text: string): Promise<void> {
      await reach((await within()).getByLabel(label, { exact: true }))
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.type(text)
    },
    async check(label: string): Promise<void> {
      await reach((await within()).getByLabel(label, { exact: true }))
      await page.keyboard.press('Space')
    },
    async leave(): Promise<void> {
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    },
    sees: (words: string | RegExp) => page.getByText(words).first().waitFor(),
  }
  return hands
}

async function shareAndForget(t: Test, { files }: Furnished, hands: Hands): Promise<void> {
  await hands.press('Share', 'link')
  await hands.unfold('Or name a folder of this computer')
  await hands.fill('Folder or file on this computer', files('stool', { 'plan.txt': 'Four legs.' }))
  await hands.press('See what it would be')
  await hands.fill('Title', 'Stool')
  await hands.press('Share it')
  await hands.sees('“Stool” is shared')
  t.pass('shared')
  await hands.press('This node', 'link')
  await hands.unfold('goods with their files')
  await hands.press('Free the disk: Stool')
  await hands.sees('they may be lost for everybody')
  await hands.check('I want them deleted all the same')
  await hands.press('Free the disk')
  await hands.sees('free again')
  await hands.leave()
  t.pass('forgotten')
}

async function withAGood(t: Test, { files, good, anna, ben }: Furnished, hands: Hands): Promise<void> {
  const { page } = hands
  await goTo(page, `/goods/${encodeURIComponent(good)}`)
  await hands.press('Copy')
  await hands.fill('Into which folder of this computer?', files('copies', { '.keep': '' }))
  await hands.press('Copy')
  await page.getByRole('dialog').getByRole('status').waitFor()
  await hands.leave()
  await hands.press('Keep here')
  await hands.press('Keep here')
  await hands.press('Keep no longer')
  await page.getByRole('dialog').getByRole('button', { name: 'Keep here' }).waitFor()
  await hands.leave()
  t.pass('copied, kept and no longer kept')
  await hands.press(/^About/, 'tab')
  while ((await page.getByRole('tab', { name: /^Talk/ }).getAttribute('aria-selected')) !== 'true') {
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
  }
  await hands.fill('Say something', 'Look at the corners.')
  await hands.press('Send')
  await page.getByRole('listitem').filter({ hasText: 'Look at the corners.' }).waitFor()
  await hands.press('Take it in')
  await until(async () => (await anna.show(good)).suggestions[0]?.state === 'accepted', {
    what: 'the suggestion to be taken in',
    deadlineMs: PATIENCE_MS,
  })
  t.pass('commented, and a suggestion is taken in')
  await hands.press('Make my own')
  await hands.fill('Its title', 'Small planter')
  await hands.press('Make my own')
  await page.getByRole('heading', { name: 'Small planter', level: 1 }).waitFor()
  await hands.press('Offer my change')
  await hands.leave()
  t.ok((await ben.find({ words: 'planter' })).total > 0, 'forked')
}

async function withADraft(t: Test, { anna }: Furnished, hands: Hands): Promise<void> {
  const { page } = hands
  await hands.press('Drafts', 'link')
  await hands.press('New draft')
  await hands.fill('Title', 'House rules')
  await hands.press('Begin')
  await page.getByRole('heading', { name: 'House rules', level: 1 }).waitFor()
  const id = decodeURIComponent(new URL(page.url()).hash.replace('#/drafts/', ''))
  const area = page.getByLabel('Text of the draft')
  await area.waitFor()
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (await area.evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one)) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.type('Tools go back to their place.')
  await until(async () => (await anna.draftText(id)).text === 'Tools go back to their place.', {
    what: 'what was typed at the node',
    deadlineMs: PATIENCE_MS,
  })
  await hands.press('Publish')
  await hands.press('Publish')
  await page.waitForFunction(() => location.hash.startsWith('#/goods/'))
  await page.getByRole('heading', { name: 'House rules', level: 1 }).waitFor()
  t.pass('drafted and published; the Tab key leads out of the editor as well')
}

async function withPeople(t: Test, { commons }: Furnished, hands: Hands): Promise<void> {
  const { page } = hands
  await goTo(page, `/commons/${commons}`)
  await hands.press('Bring somebody in')
  await hands.press('Make a code')
  await page.getByRole('dialog').getByRole('status').waitFor()
  await hands.leave()
  await hands.press('People', 'link')
  await hands.press('Vouch: Ben')
  await hands.sees(/Anna vouch/)
  await hands.press('Another computer')
  await hands.press('Make a code')
  await hands.sees('allmende restore --code')
  await hands.leave()
  t.pass('invited, vouched for, and told how to add a computer')
}

/** On a computer with nothing yet, by the words. */
async function comeBack(t: Test, { anna, fresh, home, words }: Furnished): Promise<void> {
  const { page } = await openPage(t, (await servePage(t, fresh, home('fresh'))).pageUrl)
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  const [address = ''] = (await anna.status()).network.flatMap(({ addresses }) => addresses)
  await fresh.connect(address)
  const hands = handsOn(page)
  await hands.press('Restore')
  await hands.fill('Your 24 words, in their order', words)
  await hands.fill('Code of your other computer, if you have one', (await anna.addDevice({})).code)
  await hands.press('Restore')
  await hands.sees('Found: 1 commons of yours')
  t.equal((await fresh.status()).person, (await anna.status()).person, 'come back as the same person')
}
