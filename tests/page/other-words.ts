import type { Page } from 'playwright-core'
import type { Test } from 'tape'
import { openPage } from './browser.ts'
import type { Furnished } from './furnished.ts'
import { AXE, misfits, violations } from './looks.ts'
import { arrived, drawn, goTo, walk } from './walk.ts'

const NARROW = { width: 360, height: 740 }
/** For axe, which takes what has been scrolled out of a dialog for something that stands before the page behind it. */
const TALL = { width: 360, height: 1_800 }
/** As a window of 1440 pixels is to the page when it is zoomed to 200 %. */
const ZOOMED = { width: 720, height: 450 }
const WIDE = { width: 1280, height: 800 }
export const WINDOW = { viewport: TALL, bypassCSP: true, reducedMotion: 'reduce' } as const

export type Found = {
  readonly add: (place: string, what: Promise<string[]>) => Promise<void>
  readonly all: string[]
}

export function findings(): Found {
  const all: string[] = []
  return {
    all,
    add: async (place, what) => void all.push(...(await what).map((one) => `${place}: ${one}`)),
  }
}

export function pathsOf({ commons, good, fork, draft }: Furnished): string[] {
  const goods = [good, fork].map((id) => `/goods/${encodeURIComponent(id)}`)
  const one = `/drafts/${encodeURIComponent(draft)}`
  return [
    '/commons',
    `/commons/${commons}`,
    '/goods',
    ...goods,
    '/share',
    '/import',
    '/drafts',
    one,
    '/people',
    '/node',
    '/nothing',
  ]
}

/** In a narrow window, in one that is zoomed to 200 %, and in a wide one with letters twice as large. */
export async function sizes(page: Page, place: string, fits: Found): Promise<void> {
  await page.setViewportSize(NARROW)
  await drawn(page)
  await fits.add(`${place}, narrow`, misfits(page))
  await page.setViewportSize(ZOOMED)
  await drawn(page)
  await fits.add(`${place}, zoomed`, misfits(page))
  await page.setViewportSize(WIDE)
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
  await drawn(page)
  await fits.add(`${place}, large letters`, misfits(page))
  await page.evaluate(() => (document.documentElement.style.fontSize = ''))
  await page.setViewportSize(TALL)
  await drawn(page)
}

/**
 * German, which has the longest words, in the dark theme, and Spanish. The themes differ in nothing but their colours. `everywhere`: in every
 * tab and dialog as well, and in all sizes, which takes minutes.
 */
export async function inOtherWords(
  t: Test,
  stage: Furnished,
  pageUrl: string,
  { everywhere }: { readonly everywhere: boolean },
): Promise<void> {
  const [axe, fits] = [findings(), findings()]
  for (const locale of ['de-DE', 'es-ES']) {
    const colorScheme = locale === 'de-DE' ? 'dark' : 'light'
    const { page } = await openPage(t, pageUrl, { ...WINDOW, locale, colorScheme })
    await arrived(page)
    await page.evaluate(AXE)
    const seen = new Set<string>()
    const look = async (place: string): Promise<void> => {
      if (colorScheme === 'dark') await axe.add(`${place}, dark`, violations(page, ['color-contrast']))
      await (everywhere ? sizes(page, place, fits) : narrow(page, place, fits))
    }
    for (const path of pathsOf(stage)) {
      if (everywhere) await walk(page, path, seen, look)
      else {
        await goTo(page, path)
        await look(path)
      }
    }
    t.equal(await page.evaluate(() => document.documentElement.lang), locale.slice(0, 2))
    if (locale === 'de-DE') await leftOutInGerman(t, stage, page)
    await page.context().close()
  }
  t.deepEqual([...axe.all, ...fits.all], [], 'WB17 WB54 in German and Spanish and the dark theme too')
}

async function narrow(page: Page, place: string, fits: Found): Promise<void> {
  await page.setViewportSize(NARROW)
  await drawn(page)
  await fits.add(`${place}, narrow`, misfits(page))
  await page.setViewportSize(TALL)
}

async function leftOutInGerman(t: Test, { files }: Furnished, page: Page): Promise<void> {
  await goTo(page, '/share')
  await page.getByText('Oder einen Ordner dieses Computers nennen').press('Enter')
  const path = files('shelf', {
    'plan.txt': 'Two boards.',
    'a:b.stl': '',
    'bom.csv': 'Part,Quantity\nBoard,2\nScrew,some\n',
    '.env': 'KEY=1',
    '.git/HEAD': 'main',
    'b.tmp': '',
  })
  files('shelf', { '.allmendeignore': '*.tmp\n' })
  await page.getByLabel('Ordner oder Datei auf diesem Computer').fill(path)
  await page.getByRole('button', { name: 'Ansehen, was es wäre' }).press('Enter')
  await page.getByText('4 bleiben draußen').press('Enter')
  for (const why of [
    'darin könnte ein Passwort oder ein geheimer Schlüssel sein',
    'die Geschichte der Versionsverwaltung; keine Regel kann sie hereinholen',
    'steht in .allmendeignore',
  ])
    await page.getByText(why).waitFor()
  t.pass('WB53 why something is left out is said in German')
  for (const warning of [
    '„a:b.stl“ wird als „a_b.stl“ geteilt: Dieser Name geht auf jedem System.',
    'bom.csv, Zeile 3: „some“ ist keine Menge; es steht jetzt in der Anmerkung.',
    'für Hardware; veränderte Kopien bleiben frei',
  ])
    await page.getByText(warning).waitFor()
  t.pass('WB75 and so are its warnings, and what each licence is for')
}
