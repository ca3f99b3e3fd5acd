import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

type Violation = { id: string; nodes: { html: string; failureSummary?: string }[] }
type Axe = { run(of: Document, options: object): Promise<{ violations: Violation[] }> }

/** Put in from outside, which the policy of the page forbids to everybody: the window is opened with `bypassCSP`. */
export const AXE = readFileSync(
  fileURLToPath(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
)

/** What axe finds; `rules` alone where they are named. */
export function violations(page: Page, rules: readonly string[] | null = null): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: Axe }
    const found = await axe.run(document, runOnly === null ? {} : { runOnly })
    return found.violations.flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map(
          ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 120)} ${failureSummary.slice(0, 300)}`,
        ),
    )
  }, rules)
}

/**
 * What can't be read or hit as the window is: wider than it, cut off, or over another thing that is pressed. What is meant to be cut off (the
 * title of a card, after two lines) and what scrolls in itself is left out.
 */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const name = (element: Element): string =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 50)}`
    const wide = document.documentElement.scrollWidth - innerWidth
    if (wide > 0) found.push(`the page is ${wide} pixels wider than the window`)
    const dialog = document.querySelector('[role=dialog]')
    const root = dialog ?? document.body
    if (dialog) {
      const { top, bottom, left, right } = dialog.getBoundingClientRect()
      if (top < 0 || left < 0 || right > innerWidth || bottom > innerHeight)
        found.push(
          `the dialog is beyond the window: ${left} ${top} ${right} ${bottom} of ${innerWidth} ${innerHeight}`,
        )
    }
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('[aria-hidden=true], .skip, .cm-editor, svg') === null
    const scrolls = (element: Element | null): boolean => {
      for (let at = element; at && at !== root; at = at.parentElement)
        if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true
      return false
    }
    const PRESSED = 'a[href], button, input, select, textarea, summary, [role=tab]'
    const pressed = [...root.querySelectorAll(PRESSED)].filter(isSeen)
    for (const element of pressed) {
      const box = element.getBoundingClientRect()
      if (!scrolls(element) && (box.right > innerWidth + 1 || box.left < -1))
        found.push(`beyond the window: ${name(element)}`)
      const isBox = element.matches('button, a.button')
      if (
        isBox &&
        (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
      )
        found.push(`more in it than fits: ${name(element)}`)
    }
    // What stays in its place while the rest scrolls lies over it, and is meant to.
    const rest = pressed.filter((element) => dialog !== null || element.closest('.top, .navigation') === null)
    const layers = [rest, pressed.filter((element) => !rest.includes(element))]
    for (const layer of layers)
      for (const [index, one] of layer.entries())
        for (const other of layer.slice(index + 1)) {
          if (one.contains(other) || other.contains(one)) continue
          const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()]
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
          if (across > 1 && down > 1) found.push(`over each other: ${name(one)} and ${name(other)}`)
        }
    for (const element of root.querySelectorAll(
      'p, h1, h2, h3, h4, li, dt, dd, label, legend, td, th, span, strong',
    )) {
      if (!isSeen(element) || scrolls(element) || element.closest('.good-card') !== null) continue
      const { overflowX, overflowY } = getComputedStyle(element)
      const [x, y] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight]
      if (
        (overflowX !== 'visible' && element.clientWidth > 0 && x > 1) ||
        (/hidden|clip/.test(overflowY) && y > 1)
      )
        found.push(`cut off: ${name(element)}`)
    }
    return found
  })
}

/**
 * What can be pressed or filled in and isn't come by with the Tab key: goes from stop to stop until it is where it began. A group of
 * radios is one stop, and so is a row of tabs; the arrows go on within.
 */
export async function unreached(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const dialog = document.querySelector('[role=dialog]')
    ;(dialog?.querySelector('button') ?? document.querySelector<HTMLElement>('.skip'))?.focus()
    Object.assign(globalThis, { stops: new Set([document.activeElement]) })
  })
  for (let press = 0; press < 400; press++) {
    await page.keyboard.press('Tab')
    const again = await page.evaluate(() => {
      const { stops } = globalThis as unknown as { stops: Set<Element | null> }
      const now = document.activeElement
      if (now === document.body || now === null) return document.querySelector('[role=dialog]') === null
      // What keeps the focus in a dialog has a stop of its own at its ends.
      if (now.closest('[data-base-ui-focus-guard]') !== null) return false
      if (stops.has(now)) return true
      stops.add(now)
      return false
    })
    if (again) break
  }
  return page.evaluate(() => {
    const { stops } = globalThis as unknown as { stops: Set<Element | null> }
    const root = document.querySelector('[role=dialog]') ?? document.body
    const wanted = root.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [role=tab], .editor',
    )
    const isStop = (element: HTMLElement): boolean => {
      if (stops.has(element) || [...stops].some((stop) => stop !== null && element.contains(stop)))
        return true
      const group = element instanceof HTMLInputElement && element.type === 'radio' ? element.name : null
      if (group !== null)
        return [...stops].some((stop) => stop instanceof HTMLInputElement && stop.name === group)
      if (element.role === 'tab')
        return [...stops].some((stop) => stop?.parentElement === element.parentElement)
      return false
    }
    return [...wanted]
      .filter(
        (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled'),
      )
      .filter((element) => element.closest('[aria-hidden=true], [inert]') === null && !isStop(element))
      .map((element) =>
        `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent}`.slice(
          0,
          80,
        ),
      )
  })
}
