import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Test } from 'tape'
import { serve, type Served } from '@allmende/api'
import type { AllmendeNode } from '@allmende/node'
import { silentLogger } from '@allmende/testkit'
import { PATIENCE_MS } from '../scene.ts'

const CHROMIUM = '/usr/bin/chromium'
export const skip = existsSync(CHROMIUM) ? false : 'there is no chromium here'

let started: Promise<Browser> | null = null

/** One browser for all tests of a file: starting it costs more than most of them. */
function browser(): Promise<Browser> {
  started ??= chromium.launch({ executablePath: CHROMIUM, args: ['--headless', '--no-sandbox'] })
  return started
}

/** Ends the browser; called by the last test of a file. */
export async function closeBrowser(): Promise<void> {
  await (await started)?.close()
  started = null
}

/** Those that serve, by their origin: an address opens the page once, and a test opens it in several windows. */
const servers = new Map<string, Served>()

/** Serves the page of a node for the length of a test. */
export async function servePage(t: Test, node: AllmendeNode, home: string): Promise<Served> {
  const server = await serve({ node, home, port: 0, logger: silentLogger })
  servers.set(server.url, server)
  t.teardown(() => server.close())
  return server
}

export type Opened = {
  readonly page: Page
  /** What the page asked that was not to its node. */
  readonly elsewhere: string[]
  /** What the policy of the page forbade, and what opened a dialog: both must stay empty. */
  readonly forbidden: string[]
}

/** Opens the page in a window of its own, with a new code where the address has one. An error in it fails the test. */
export async function openPage(
  t: Test,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await (await browser()).newContext({ locale: 'en-GB', ...options })
  t.teardown(() => context.close())
  const page = await context.newPage()
  const opened: Opened = { page, elsewhere: [], forbidden: [] }
  const { origin } = new URL(address)
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('pageerror', (error) => t.fail(`the page failed: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !/^(?:data|blob):/.test(request.url()))
      opened.elsewhere.push(request.url())
  })
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) opened.forbidden.push(message.text())
  })
  page.on('dialog', (dialog) => {
    if (dialog.type() !== 'beforeunload') opened.forbidden.push(dialog.message())
    void dialog.accept()
  })
  await page.goto(address.includes('#code=') ? (servers.get(origin)?.pageUrl ?? address) : address)
  return opened
}
