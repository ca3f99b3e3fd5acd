import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createClient, httpTransport, type AllmendeClient, type FindRequest } from '@allmende/api/client'
import { readToken, serve } from '@allmende/api'
import { openNode, type AllmendeNode } from '@allmende/node'
import { silentLogger } from '@allmende/testkit'
import { median } from './median.ts'
import { fillHome } from './start.ts'

export type PageRow = {
  what: string
  p50?: number
  p95?: number
  worst?: number
  /** Of the p95 against the first row: the same questions asked of the node without a page. */
  ratio?: number
  megabytes?: number
  rounds: number
}

export type PageOptions = { goods?: number; rounds?: number; log?: (line: string) => void }

const CHROMIUM = '/usr/bin/chromium'
/** Typed letter by letter, other words in each round: such as every good has, some have, and none has. */
const TYPED = [
  ['bike', 'cargo', 'variant 12', 'author 7', 'zebra'],
  ['by author 3', 'plywood', 'welded', 'number 40', 'xylophone'],
  ['transport', 'load carrying', 'frame 9', 'and box', 'qanat'],
]
const LIMIT_MS = 20_000
const FRAMES = 300
const STEP_PX = 90

/**
 * The page before a node with a hundred thousand goods: from a keystroke to its results on the screen, beside the same questions asked of
 * the node without a page; frames while scrolling; memory.
 */
export async function benchPage(options: PageOptions = {}): Promise<PageRow[]> {
  const { goods = 100_000, rounds = 3, log = () => undefined } = options
  const home = mkdtempSync(join(tmpdir(), 'allmende-bench-page-'))
  const closing: (() => Promise<unknown>)[] = []
  try {
    await fillHome(home, { records: goods, authors: 100 }, log)
    const node = await openNode({ home, internet: false, quiet: true })
    closing.push(() => node.close())
    const server = await serve({ node, home, port: 0, logger: silentLogger })
    closing.push(() => server.close())
    const client = createClient(httpTransport({ url: server.url, token: (await readToken(home)) ?? '' }))
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--headless', '--no-sandbox'] })
    closing.push(() => browser.close())
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await page.goto(server.pageUrl)
    await page.evaluate(() => (location.hash = '/goods'))
    await page.locator('.virtual-card a').first().waitFor()
    log(`${await page.locator('.count').textContent()}`)
    return await measure({ browser, page, client, node }, rounds, log)
  } finally {
    for (const close of closing.toReversed()) await close()
    rmSync(home, { recursive: true, force: true })
  }
}

type Stage = {
  readonly browser: Browser
  readonly page: Page
  readonly client: AllmendeClient
  readonly node: AllmendeNode
}

async function measure(
  { browser, page, client, node }: Stage,
  rounds: number,
  log: (line: string) => void,
): Promise<PageRow[]> {
  const bare: number[][] = []
  const api: number[][] = []
  const typed: Keystroke[][] = []
  const frames: number[][] = []
  for (let round = 0; round < rounds; round++) {
    const words = TYPED[round % TYPED.length]!
    bare.push(await asked(words, (request) => node.find(request)))
    api.push(await asked(words, (request) => client.find(request)))
    typed.push(await keystrokes(page, words))
    frames.push(await scrolled(page))
    log(`round ${round + 1}: ${typed.at(-1)?.length} keystrokes, ${frames.at(-1)?.length} frames`)
  }
  const raw = middle(bare)
  const ratio = (row: { p95: number }): number => Math.round((10 * row.p95) / raw.p95) / 10
  const row = (what: string, all: readonly number[][]): PageRow => {
    const figures = middle(all)
    return { what, ...figures, ratio: ratio(figures), rounds }
  }
  const part = (name: keyof Keystroke) => typed.map((round) => round.map((stroke) => stroke[name]))
  return [
    { what: 'raw: the node finds, ms', ...raw, rounds },
    row('the same through the API, ms', api),
    row('from a keystroke to its results on the screen, ms', part('shown')),
    row('  of it until the page asks, ms', part('asks')),
    row('  of it until the answer is there, ms', part('answered')),
    row('  of it until that is drawn, ms', part('drawn')),
    { what: 'from frame to frame while scrolling, ms', ...middle(frames), rounds },
    { what: 'memory of the page: JavaScript', megabytes: await heap(page), rounds: 1 },
    { what: 'memory of the page: its whole process', megabytes: await memory(browser), rounds: 1 },
  ]
}

async function asked(
  words: readonly string[],
  find: (request: FindRequest) => Promise<unknown>,
): Promise<number[]> {
  const took: number[] = []
  for (const word of words)
    for (let length = 1; length <= word.length; length++) {
      const before = performance.now()
      await find({ words: word.slice(0, length), kind: 'good', limit: 40, order: 'relevance' })
      took.push(performance.now() - before)
    }
  return took
}

/** How long it took from a letter to its results, and the three parts of it. */
type Keystroke = { shown: number; asks: number; answered: number; drawn: number }

/** Measured within the page: from the letter until the list is no longer busy with it, and is drawn. */
async function keystrokes(page: Page, words: readonly string[]): Promise<Keystroke[]> {
  const took: Keystroke[] = []
  const box = page.getByRole('searchbox')
  for (const word of words) {
    await box.fill('')
    await page.locator('[aria-busy=false]').waitFor()
    await box.focus()
    for (const letter of word) {
      // A key takes another way into the page than this does: listening has to have begun.
      const stroke = await page.evaluateHandle(oneKeystroke, LIMIT_MS)
      await page.keyboard.type(letter)
      const figures = await stroke.evaluate(({ ended }) => ended)
      if (figures !== null) took.push(figures)
      await stroke.dispose()
    }
  }
  return took
}

/** Runs in the page. What was asked before is answered from memory, without a question: that is none of the node's figures. */
function oneKeystroke(limit: number): { ended: Promise<Keystroke | null> } {
  const ended = new Promise<Keystroke | null>((resolve, reject) => {
    const box = document.querySelector<HTMLInputElement>('input[type=search]')
    const busy = () => document.querySelector('[aria-busy]')?.getAttribute('aria-busy') === 'true'
    setTimeout(() => reject(new Error(`no answer for ${box?.value}`)), limit)
    const drawn = (before: number): void => {
      const now = performance.now()
      const question = performance
        .getEntriesByType('resource')
        .findLast(({ name, startTime }) => startTime >= before && name.includes('/v1/find')) as
        | PerformanceResourceTiming
        | undefined
      performance.clearResourceTimings()
      if (!question) return resolve(null)
      const { startTime, responseEnd } = question
      resolve({
        shown: now - before,
        asks: startTime - before,
        answered: responseEnd - startTime,
        drawn: now - responseEnd,
      })
    }
    box?.addEventListener(
      'input',
      () => {
        const before = performance.now()
        const look = (): void => {
          if (busy()) return void requestAnimationFrame(look)
          // The task after a frame comes when that frame is drawn.
          const { port1, port2 } = new MessageChannel()
          port1.addEventListener('message', () => drawn(before), { once: true })
          port1.start()
          port2.postMessage(null)
        }
        // The letter is in the document after this task; from then on the list says that it is busy.
        setTimeout(() => requestAnimationFrame(look))
      },
      { once: true },
    )
  })
  return { ended }
}

function scrolled(page: Page): Promise<number[]> {
  return page.evaluate(
    async ({ frames, step }) => {
      const took: number[] = []
      let before = await new Promise<number>(requestAnimationFrame)
      for (let frame = 0; frame < frames; frame++) {
        window.scrollBy(0, step)
        const now = await new Promise<number>(requestAnimationFrame)
        took.push(now - before)
        before = now
      }
      window.scrollTo(0, 0)
      return took
    },
    { frames: FRAMES, step: STEP_PX },
  )
}

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number }
  return Math.round(usedSize / 1e6)
}

/** What the process of the page has for itself alone. */
async function memory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number }[]
  }
  const own = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8')
      const sum = [...rollup.matchAll(/^Private_\w+:\s+(\d+)/gm)].reduce((all, [, kB]) => all + Number(kB), 0)
      return Math.round(sum / 1000)
    })
  return Math.max(...own)
}

function middle(all: readonly number[][]): { p50: number; p95: number; worst: number } {
  const at = (part: number): number =>
    Math.round(
      10 *
        median(
          all.map((round) => round.toSorted((a, b) => a - b)[Math.floor((round.length - 1) * part)] ?? NaN),
        ),
    ) / 10
  return { p50: at(0.5), p95: at(0.95), worst: at(1) }
}
