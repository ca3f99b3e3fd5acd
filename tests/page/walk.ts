import type { Locator, Page } from 'playwright-core'

export type Visit = (place: string) => Promise<void>

/** The first screen leads on to another by itself: gone on before that, one is led back from where one went. */
export async function arrived(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await settled(page)
}

export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), path)
  await page.waitForFunction((to) => location.hash === `#${to}`, path)
  await arrived(page)
}

/** What was changed from outside, the window or the theme, is drawn, and no colour is on its way to another. */
export function drawn(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })
}

/** Nothing is on its way any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => document.querySelector('.loading, progress, .pdf-page:not([data-drawn=true])') === null,
  )
}

/**
 * Goes through a screen as it is, what can be folded out, each of its tabs and modes, and each dialog that a button says it opens: by the
 * keyboard, and back by Escape. Whatever is put on a screen later is found by this too. What has the same name on another good is `seen`.
 */
export async function walk(page: Page, path: string, seen: Set<string>, visit: Visit): Promise<void> {
  await goTo(page, path)
  const main = page.locator('main')
  const screen = path.split('/')[1] ?? ''
  const isNew = (name: string): boolean => seen.size < seen.add(name).size
  const here = async (place: string): Promise<void> => {
    await unfold(page)
    await settled(page)
    await visit(place)
    await dialogs(page, page.locator('header.top'), place, isNew, visit)
    await dialogs(page, main, place, (name) => isNew(`${screen} ${name}`), visit)
  }
  await here(path)
  for (const one of await main.locator('[role=tab], .modes button').all()) {
    const chosen = (await one.getAttribute('aria-selected')) ?? (await one.getAttribute('aria-pressed'))
    const name = (await one.textContent()) ?? ''
    if (chosen === 'true' || !isNew(`${screen} tab ${name.replace(/ \(.*/, '')}`)) continue
    await one.press('Enter')
    await here(`${path}, ${name}`)
  }
}

async function unfold(page: Page): Promise<void> {
  for (const summary of await page.locator('main details:not([open]) > summary').all())
    if (await summary.isVisible()) await summary.press('Enter')
}

/** Each dialog once, from whichever button opens it first; and the focus is back on that button afterwards. */
async function dialogs(
  page: Page,
  within: Locator,
  place: string,
  isNew: (name: string) => boolean,
  visit: Visit,
): Promise<void> {
  for (const button of await within.locator('[aria-haspopup=dialog]:visible').all()) {
    const name = (await button.getAttribute('aria-label')) ?? (await button.textContent()) ?? ''
    if (!isNew(name)) continue
    await button.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await settled(page)
    await visit(`${place}: ${name}`)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await page.waitForFunction((back) => document.activeElement === back, await button.elementHandle())
  }
}
