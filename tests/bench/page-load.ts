import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { serve, type Served } from '@allmende/api'
import { type AllmendeNode, openNode } from '@allmende/node'
import { silentLogger } from '@allmende/testkit'
import { median } from './median.ts'
import { measureLoad } from './page/measure-load.ts'
import { CURVES, type Load, scoreOf } from './page/score.ts'

export type PageLoadRow = {
  what: string
  'FCP ms': number
  'LCP ms': number
  'Speed Index ms': number
  'TBT ms': number
  CLS: number
  kB: number
  phone?: number
  desktop?: number
  rounds: number
}

export type PageLoadOptions = { rounds?: number; log?: (line: string) => void }

const CHROMIUM = '/usr/bin/chromium'
const GOODS = 30
/** A page with nothing to it: what the browser itself takes, slowed down the same. */
const BARE = '<!doctype html><title>Bare</title><h1>One sentence and nothing else.</h1>'

/**
 * The first load of the page, without anything in the cache and with the processor slowed down four times: the figures that Lighthouse takes,
 * and the performance that it computes from them. The network is this computer's own, as it is for everybody who uses the page.
 */
export async function benchPageLoad(options: PageLoadOptions = {}): Promise<PageLoadRow[]> {
  const { rounds = 3, log = () => undefined } = options
  const home = mkdtempSync(join(tmpdir(), 'allmende-bench-page-load-'))
  const closing: (() => Promise<unknown>)[] = []
  try {
    const node = await openNode({ home: join(home, 'node'), internet: false, lan: false, quiet: true })
    closing.push(() => node.close())
    const good = await fill(node, home)
    const server = await serve({ node, home: join(home, 'node'), port: 0, logger: silentLogger })
    closing.push(() => server.close())
    const bare = await bareServer()
    closing.push(bare.close)
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--headless', '--no-sandbox'] })
    closing.push(() => browser.close())
    const screen = (path: string) => (page: Page) => again(page, server, path)
    const all = [
      { what: 'raw: a page of one sentence', open: (page: Page) => page.goto(bare.url) },
      {
        what: 'the page, first opened: a commons of 30 goods',
        open: (page: Page) => page.goto(server.pageUrl),
      },
      { what: 'a good with its picture and text', open: screen(`/goods/${encodeURIComponent(good)}`) },
      { what: 'goods, searched', open: screen('/goods') },
    ]
    const rows: PageLoadRow[] = []
    for (const { what, open } of all) rows.push(await row(browser, what, open, rounds, log))
    return rows
  } finally {
    for (const close of closing.toReversed()) await close()
    rmSync(home, { recursive: true, force: true })
  }
}

/** Another screen, loaded as a whole: the page itself makes the code for it. */
async function again(page: Page, { pageUrl }: Served, path: string): Promise<void> {
  await page.goto(pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate((to) => (location.hash = to), path)
  await page.reload({ waitUntil: 'commit' })
}

async function row(
  browser: Browser,
  what: string,
  open: (page: Page) => Promise<unknown>,
  rounds: number,
  log: (line: string) => void,
): Promise<PageLoadRow> {
  const loads: { load: Load; bytes: number }[] = []
  for (let round = 0; round < rounds; round++) loads.push(await measureLoad(browser, open))
  const middle = (of: keyof Load): number => median(loads.map(({ load }) => load[of]))
  const load: Load = {
    fcp: middle('fcp'),
    lcp: middle('lcp'),
    speedIndex: middle('speedIndex'),
    tbt: middle('tbt'),
    cls: middle('cls'),
  }
  log(`${what}: first content after ${loads.map((one) => Math.round(one.load.fcp)).join(', ')} ms`)
  return {
    what,
    'FCP ms': Math.round(load.fcp),
    'LCP ms': Math.round(load.lcp),
    'Speed Index ms': Math.round(load.speedIndex),
    'TBT ms': Math.round(load.tbt),
    CLS: Math.round(1_000 * load.cls) / 1_000,
    kB: Math.round(median(loads.map(({ bytes }) => bytes)) / 1_000),
    phone: scoreOf(load, CURVES.phone),
    desktop: scoreOf(load, CURVES.desktop),
    rounds,
  }
}

async function fill(node: AllmendeNode, home: string): Promise<string> {
  await node.createCommons({ name: 'Repair Café', public: true })
  await node.profile({ name: 'Anna' })
  const ids: string[] = []
  for (let number = 0; number < GOODS; number++) {
    const folder = join(home, `good${number}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'README.md'), `# Thing ${number}\n\nHow to make it, in a few words.\n`)
    const { id } = await node.share({
      path: folder,
      title: `Thing ${number}`,
      licence: 'CERN-OHL-S-2.0',
      type: 'design',
      description: 'It **drains well**.\n\n'.repeat(8),
    })
    ids.push(id)
  }
  await node.createDraft({ title: 'Opening hours', text: 'Saturdays from two.\n' })
  return ids[0] ?? ''
}

async function bareServer(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(BARE))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
