import { gzipSync } from 'node:zlib'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { webAssets } from '../src/index.ts'
import { hashOfSources } from '../src/sources.ts'

/** Of what an old computer loads before it shows something. */
const MOST_BYTES = 200_000

const text = (body: Uint8Array | undefined): string => new TextDecoder().decode(body)

test('WB1 the page loads nothing from elsewhere, and every file it names is there', async (t) => {
  const assets = await webAssets()
  t.ok(assets.get('/index.html')?.type.startsWith('text/html'))
  let named = 0
  for (const [path, { body, type }] of assets) {
    if (type.startsWith('text/css')) t.notOk(/url\(|@import/.test(text(body)), `${path} loads nothing`)
    const names = text(body).matchAll(/(?:from|import\()\s*["'`]\.\/([\w.-]+)["'`]|(?:src|href)="(\/[^"]+)"/g)
    for (const [, beside, absolute] of names) {
      named++
      const wanted = absolute ?? `/assets/${beside}`
      if (!assets.has(wanted)) t.fail(`${path} names ${wanted}, which isn't there`)
    }
  }
  t.ok(named > 10, `${named} names were looked for`)
  const html = text(assets.get('/index.html')?.body)
  t.notOk(/<script(?![^>]*\bsrc=)|<style|\son\w+=|https?:/.test(html), 'nothing is inline, nothing elsewhere')
})

test('WB2 the first load is small', async (t) => {
  const assets = await webAssets()
  const html = text(assets.get('/index.html')?.body)
  const first = new Set([...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? ''))
  for (const path of first)
    for (const [, beside] of text(assets.get(path)?.body).matchAll(/from\s*["'`]\.\/([\w.-]+)["'`]/g))
      first.add(`/assets/${beside}`)
  const bytes = [...first].map((path) => gzipSync(assets.get(path)?.body ?? '', { level: 9 }).length)
  const sum = bytes.reduce((total, one) => total + one, 0)
  t.ok(first.size >= 2 && sum > 20_000, `${first.size} files were measured`)
  t.ok(sum < MOST_BYTES, `${sum} bytes gzipped`)
})

test('WB57 the page has its head before any script has run', async (t) => {
  const html = text((await webAssets()).get('/index.html')?.body)
  const root = /<div id="root">([^]*?)<\/div>/.exec(html)?.[1] ?? ''
  t.match(root, /<header class="top">[^]*class="brand"[^]*Allmende/, 'it is in the document itself')
  t.ok(html.indexOf('rel="stylesheet"') < html.indexOf('<body>'), 'with its style')
})

test('WB4 a page that is built already is taken as it is', async (t) => {
  await webAssets()
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url))
  const program = `const { webAssets } = await import(${JSON.stringify(index)}); console.log((await webAssets()).size)`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  t.ok(Number(run.stdout) > 5, `${run.stdout.trim()} files`)
  t.equal(run.stderr, '', 'nothing was built')
  t.equal(await hashOfSources(), await hashOfSources(), 'the sources say the same')
})
