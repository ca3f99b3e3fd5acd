import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { createClient, httpTransport, type AllmendeClient } from '@allmende/api/client'
import { readToken, serve } from '@allmende/api'
import { openNode } from '@allmende/node'
import { silentLogger } from '@allmende/testkit'
import { median } from './median.ts'
import { fillHome } from './start.ts'

export type PageRow = {
  what: string
  p50?: number
  p95?: number
  worst?: number
  megabytes?: number
  rounds: number
}

export type PageOptions = { goods?: number; rounds?: number; log?: (line: string) => void }

const CHROMIUM = '/usr/bin/chromium'
/** Typed letter by letter: words that many goods have, and such that none has. */
const TYPED = ['bike', 'cargo', 'variant 12', 'author 7', 'zebra']
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
    return await measure({ browser, page, client }, rounds, log)
  } finally {
    for (const close of closing.toReversed()) await close()
    rmSync(home, { recursive: true, force: true })
  }
}

type Stage = { readonly browser: Browser; readonly page: Page; readonly client: AllmendeClient }

async function measure(
  { browser, page, client }: Stage,
  rounds: number,
  log: (line: string) => void,
): Promise<PageRow[]> {
  const bare: number[][] = []
  const typed: number[][] = []
  const frames: number[][] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(await asked(client))
    typed.push(await keystrokes(page))
    frames.push(await scrolled(page))
    log(`round ${round + 1}: ${typed.at(-1)?.length} keystrokes, ${frames.at(-1)?.length} frames`)
  }
  return [
    { what: 'raw: the node answers the same question, ms', ...middle(bare), rounds },
    { what: 'from a keystroke to its results on the screen, ms', ...middle(typed), rounds },
    { what: 'from frame to frame while scrolling, ms', ...middle(frames), rounds },
    { what: 'memory of the page: JavaScript', megabytes: await heap(page), rounds: 1 },
    { what: 'memory of the page: its whole process', megabytes: await memory(browser), rounds: 1 },
  ]
}

async function asked(client: AllmendeClient): Promise<number[]> {
  const took: number[] = []
  for (const word of TYPED)
    for (let length = 1; length <= word.length; length++) {
      const before = performance.now()
      await client.find({ words: word.slice(0, length), kind: 'good', limit: 60, order: 'relevance' })
      took.push(performance.now() - before)
    }
  return took
}

/** Measured within the page: from the letter until what is shown says that it is the answer for it, and is drawn. */
async function keystrokes(page: Page): Promise<number[]> {
  const took: number[] = []
  const box = page.getByRole('searchbox')
  for (const word of TYPED) {
    await box.fill('')
    await box.focus()
    for (const letter of word) {
      const shown = page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const box = document.querySelector<HTMLInputElement>('input[type=search]')
            let before = 0
            box?.addEventListener('input', () => (before = performance.now()), { once: true })
            const watch = new PerformanceObserver((list) => {
              const answer = list.getEntries().find(({ name, startTime }) => {
                const words = new URL(name).searchParams.get('words')
                return before > 0 && startTime >= before && words === box?.value.trim()
              })
              if (!answer) return
              watch.disconnect()
              // Two frames after the answer it is drawn.
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - before)))
            })
            watch.observe({ type: 'resource' })
            // What was asked before is answered from memory, without a question.
            setTimeout(() => resolve(Number.NaN), 2_000)
          }),
      )
      const [ms] = await Promise.all([shown, page.keyboard.type(letter)])
      took.push(ms)
    }
  }
  return took.filter((ms) => !Number.isNaN(ms))
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
