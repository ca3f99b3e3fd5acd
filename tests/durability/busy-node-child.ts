// A real node that shares, copies, edits, publishes and comments without end, and says each thing that was
// acknowledged. Killed by its parent. Before it begins it looks whether everything said earlier is there.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type AllmendeNode, openNode } from '@allmende/node'
import { seeded, type Seeded } from '@allmende/testkit'
import { type Acknowledged, contentOf, missingOf } from './acknowledged.ts'

/** What the parent gives: where, whom to copy what from, and everything acknowledged so far. */
export type Orders = {
  readonly home: string
  readonly scratch: string
  readonly provider: string
  readonly link: string
  readonly seed: string
  readonly promises: readonly Acknowledged[]
  /** Only look, thoroughly, and end. */
  readonly last: boolean
}

/** Said once the earlier promises were looked for. */
export type Looked = {
  readonly looked: number
  readonly missing: string[]
  readonly findings: string[]
  readonly check?: string[]
}

function say(line: Acknowledged | Looked): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

async function main(file: string): Promise<void> {
  const orders = JSON.parse(readFileSync(file, 'utf8')) as Orders
  const node = await openNode({ home: orders.home, internet: false, host: '127.0.0.1' })
  const { promises, last } = orders
  // The content of older ones is read in the last look; now only of what the killed run said.
  const recent = new Set(promises.slice(-4))
  const missing = await missingOf(node, promises, (promise) => last || recent.has(promise))
  const findings = (await node.status()).findings.map(({ code, message }) => `${code}: ${message}`)
  const check = last ? (await node.check({})).problems.map(({ code, message }) => `${code}: ${message}`) : []
  say({ looked: promises.length, missing, findings, ...(last ? { check } : {}) })
  if (last) return node.close()
  await work(node, orders)
}

type Busy = {
  readonly node: AllmendeNode
  readonly orders: Orders
  readonly random: Seeded
  readonly markers: string[]
  draft: string
  good: string
  round: number
}

async function work(node: AllmendeNode, orders: Orders): Promise<void> {
  const { promises } = orders
  if (!promises.some(({ op }) => op === 'commons')) {
    const known = (await node.listCommons())[0]
    const { id, link } = known ?? (await node.createCommons({ name: 'Workshop', public: true }))
    say({ op: 'commons', id, link })
  }
  await node.connect(orders.provider)
  const markers = promises.flatMap((promise) => (promise.op === 'edit' ? [promise.marker] : []))
  const draft = promises.find((promise) => promise.op === 'draft')?.id ?? ''
  const good = promises.find((promise) => promise.op === 'share')?.id ?? ''
  const busy: Busy = { node, orders, random: seeded(orders.seed), markers, draft, good, round: 0 }
  for (;;) {
    busy.round++
    const next = busy.random.pick([edit, share, copy, publish, comment, edit])
    const done = await next(busy)
    if (done) say(done)
  }
}

async function share(busy: Busy): Promise<Acknowledged> {
  const folder = join(busy.orders.scratch, 'source')
  mkdirSync(folder, { recursive: true })
  for (let file = busy.random.int(4); file >= 0; file--) {
    const bytes = busy.random.bytes(busy.random.int(300_000))
    writeFileSync(join(folder, `part-${busy.random.int(12)}.bin`), bytes)
  }
  const content = contentOf(folder)
  const { id, version } = await busy.node.share({ path: folder, licence: 'CC0-1.0', title: 'Parts' })
  busy.good = id
  return { op: 'share', id, version, content }
}

async function copy(busy: Busy): Promise<Acknowledged> {
  const { scratch, link, seed } = busy.orders
  const path = join(scratch, `copy-${seed.replaceAll(/\W/g, '-')}`)
  if (existsSync(path)) rmSync(path, { recursive: true })
  const { version } = await busy.node.copy({ from: link, to: path })
  // Each copy stays where it is, so that it can be looked at after the kill.
  const kept = `${path}-${busy.round}`
  rmSync(kept, { recursive: true, force: true })
  await busy.node.copy({ from: link, to: kept })
  return { op: 'copy', version, path: kept, content: contentOf(kept) }
}

async function edit(busy: Busy): Promise<Acknowledged> {
  if (busy.draft === '') {
    busy.draft = (await busy.node.createDraft({ editors: 'commons', title: 'Notes', text: 'notes\n' })).id
    return { op: 'draft', id: busy.draft }
  }
  const marker = `${busy.orders.seed} round ${busy.round}`
  const before = await busy.node.draftText(busy.draft)
  const after = await busy.node.editDraft({
    draft: busy.draft,
    text: `${before.text}${marker}\n`,
    heads: before.heads,
  })
  if (!after.text.includes(marker)) appendFileSync(2, `an edit is not in its own answer: ${marker}\n`)
  busy.markers.push(marker)
  return { op: 'edit', draft: busy.draft, marker }
}

async function publish(busy: Busy): Promise<Acknowledged | null> {
  if (busy.draft === '') return null
  const markers = [...busy.markers]
  const { id, version } = await busy.node.publishDraft({ draft: busy.draft, licence: 'CC-BY-SA-4.0' })
  return { op: 'publish', id, version, markers }
}

async function comment(busy: Busy): Promise<Acknowledged | null> {
  if (busy.good === '') return null
  const { id } = await busy.node.comment({ on: busy.good, text: `comment ${busy.round}` })
  return { op: 'comment', id, on: busy.good }
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error)
  // The node is open and would keep the process: to whoever counts, it would seem to hang.
  process.exit(1)
})
