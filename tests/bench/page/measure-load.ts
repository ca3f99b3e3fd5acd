import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Load } from './score.ts'

const SLOWED = 4
/** Nothing on the page has moved for so long: it is there. */
const QUIET_MS = 1_500
const WINDOW = { width: 1280, height: 800 }

type Frame = { readonly ms: number; readonly jpeg: string }
type Seen = Omit<Load, 'speedIndex'> & { readonly origin: number }

/**
 * Loads a page as if for the first time, the processor four times as slow, and takes what the browser tells of it. `open` is to end when
 * the loading has begun. The figures count from the moment the browser left for the page.
 */
export async function measureLoad(
  browser: Browser,
  open: (page: Page) => Promise<unknown>,
): Promise<{ load: Load; bytes: number }> {
  const context = await browser.newContext({ viewport: WINDOW, locale: 'en-GB' })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED })
    await page.addInitScript(watch)
    const came = countBytes(session)
    const frames = await filmed(session, async () => {
      await open(page)
      await quiet(page)
    })
    const { origin, ...seen } = await page.evaluate(result)
    const speedIndex = await indexOf(page, frames(origin), seen.fcp)
    return { load: { ...seen, speedIndex }, bytes: came() }
  } finally {
    await context.close()
  }
}

function countBytes(session: CDPSession): () => number {
  let bytes = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  return () => bytes
}

type Watched = { tasks: [number, number][]; shifts: [number, number][]; lcp: number; last: number }

/** Runs in the page before anything of it. */
function watch(): void {
  const watched: Watched = { tasks: [], shifts: [], lcp: 0, last: 0 }
  Object.assign(globalThis, { watched })
  const observe = (type: string, take: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry)
    }).observe({ type, buffered: true })
  const now = (): void => void (watched.last = performance.now())
  observe('longtask', ({ startTime, duration }) => {
    watched.tasks.push([startTime, duration])
    now()
  })
  observe('largest-contentful-paint', ({ startTime }) => {
    watched.lcp = startTime
    now()
  })
  observe('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) watched.shifts.push([entry.startTime, value])
    now()
  })
  observe('resource', now)
}

async function quiet(page: Page): Promise<void> {
  await page.waitForFunction((ms) => {
    const { watched } = globalThis as unknown as { watched: Watched }
    return watched.lcp > 0 && performance.now() - watched.last > ms
  }, QUIET_MS)
}

function result(): Seen {
  const { watched } = globalThis as unknown as { watched: Watched }
  const fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
  // What a task takes beyond 50 ms after something is seen: an answer to a press would have waited for it.
  const late = watched.tasks.filter(([at, ms]) => at + ms > fcp)
  const tbt = late.reduce((sum, [at, ms]) => sum + Math.max(0, at + ms - Math.max(at, fcp) - 50), 0)
  return { origin: performance.timeOrigin, fcp, lcp: watched.lcp, tbt, cls: worstOf(watched.shifts) }

  /** Jumps less than a second apart are one, of five seconds at most: the worst of these counts. */
  function worstOf(shifts: readonly [number, number][]): number {
    let [worst, sum, began, before] = [0, 0, 0, -Infinity]
    for (const [at, value] of shifts) {
      if (at - before > 1_000 || at - began > 5_000) [sum, began] = [0, at]
      ;[sum, before] = [sum + value, at]
      worst = Math.max(worst, sum)
    }
    return worst
  }
}

/** What the window showed meanwhile, picture by picture. */
async function filmed(session: CDPSession, work: () => Promise<void>): Promise<(origin: number) => Frame[]> {
  const frames: { at: number; jpeg: string }[] = []
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ at: (metadata.timestamp ?? 0) * 1_000, jpeg: data })
    void session.send('Page.screencastFrameAck', { sessionId })
  })
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 60, maxWidth: 320, maxHeight: 200 })
  await work()
  await session.send('Page.stopScreencast')
  return (origin) => frames.map(({ at, jpeg }) => ({ ms: at - origin, jpeg })).filter(({ ms }) => ms >= 0)
}

/** The Speed Index: over all pictures, how much of the last one was still missing, in milliseconds. Nothing is there before `fcp`. */
async function indexOf(page: Page, frames: readonly Frame[], fcp: number): Promise<number> {
  const there = await page.evaluate(
    progress,
    frames.map(({ jpeg }) => jpeg),
  )
  let index = fcp
  for (const [at, { ms }] of frames.entries()) {
    const until = frames[at + 1]?.ms ?? ms
    index += (1 - (there[at] ?? 1)) * Math.max(0, until - Math.max(ms, fcp))
  }
  return index

  /** How near each picture is to the last, by how often each shade of each colour is in it; the first is the blank one. */
  async function progress(jpegs: readonly string[]): Promise<number[]> {
    const shades = await Promise.all(jpegs.map(shadesOf))
    const last = shades.at(-1) ?? []
    const far = (one: readonly number[]): number =>
      one.reduce((sum, n, at) => sum + Math.abs(n - (last[at] ?? 0)), 0)
    const whole = far(shades[0] ?? []) || 1
    return shades.map((one) => Math.max(0, 1 - far(one) / whole))

    async function shadesOf(jpeg: string): Promise<number[]> {
      const bytes = Uint8Array.from(atob(jpeg), (letter) => letter.codePointAt(0) ?? 0)
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }))
      const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
      canvas?.drawImage(picture, 0, 0)
      const { data } = canvas?.getImageData(0, 0, picture.width, picture.height) ?? { data: [] }
      const counts = Array.from({ length: 3 * 32 }, () => 0)
      for (let at = 0; at < data.length; at++)
        if (at % 4 < 3) counts[(at % 4) * 32 + ((data[at] ?? 0) >> 3)]! += 1
      return counts
    }
  }
}
