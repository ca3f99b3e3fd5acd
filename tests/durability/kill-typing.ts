import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type AllmendeNode, openNode } from '@allmende/node'
import { seeded, type Seeded, until } from '@allmende/testkit'
import type { TypingOrders, TypingSays } from './typing-child.ts'

export type TypingReport = {
  kills: number
  /** Edits that were acknowledged. */
  acknowledged: number
  /** Acknowledged, and not in the text after a kill. */
  missing: string[]
  /** What the node says of its store, and what its peer says of it: a kill is no reason for any of it. */
  findings: string[]
  /** Runs that ended by themselves. */
  crashes: string[]
  /** Whether the node and the one that wrote with it all the time show the same in the end. */
  equal: boolean
}

const CHILD = fileURLToPath(new URL('typing-child.ts', import.meta.url))
const RUN_LIMIT_MS = 120_000

/** A node killed `count` times at seeded moments while it types in a draft in which another one writes as well. */
export async function killTyping(count: number, seed: string): Promise<TypingReport> {
  const random = seeded(seed)
  const folder = mkdtempSync(join(tmpdir(), 'allmende-kill-typing-'))
  const peer = await openNode({ home: join(folder, 'peer'), internet: false, host: '127.0.0.1' })
  const report: TypingReport = {
    kills: 0,
    acknowledged: 0,
    missing: [],
    findings: [],
    crashes: [],
    equal: false,
  }
  try {
    const { link } = await peer.createCommons({ name: 'Desk', public: true })
    const { id: draft } = await peer.createDraft({ editors: 'commons', title: 'Notes', text: 'the end\n' })
    const address = (await peer.status()).network[0]?.addresses[0] ?? ''
    const place = { home: join(folder, 'home'), peer: address, link, draft }
    const promised: string[] = []
    let vouched = false
    while (report.kills < count) {
      const orders = { ...place, seed: `${seed} ${report.kills}`, promised, last: false }
      promised.push(...(await typeAndKill(folder, orders, random, report)).typed)
      await peer.spliceDraft({ draft, splices: [{ at: 0, remove: 0, insert: `peer ${report.kills}\n` }] })
      // What 200 runs type is more than the room that newcomers have.
      vouched ||= await vouchForTypist(peer, draft)
      report.kills++
    }
    const orders = { ...place, seed: 'last', promised, last: true }
    const { text } = await typeAndKill(folder, orders, random, report)
    report.acknowledged = promised.length
    report.equal = await sameAtLast(peer, draft, text, promised)
    report.findings.push(...(await peer.status()).findings.map(({ message }) => `peer: ${message}`))
  } finally {
    await peer.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return report
}

/** Once the peer has read something of theirs. */
async function vouchForTypist(peer: AllmendeNode, draft: string): Promise<boolean> {
  const self = (await peer.status()).person
  const { changes } = await peer.draftHistory(draft)
  const typist = changes.find(({ author }) => author !== self)?.author
  if (typist !== undefined) await peer.vouch({ person: typist })
  return typist !== undefined
}

/** The peer has every promise as well, and every line it has, the other has. */
async function sameAtLast(
  peer: AllmendeNode,
  draft: string,
  text: string,
  promised: readonly string[],
): Promise<boolean> {
  const there = new Set(text.split('\n'))
  const all = async (): Promise<boolean> => {
    const here = new Set((await peer.draftText(draft)).text.split('\n'))
    return promised.every((line) => here.has(line)) && [...there].every((line) => here.has(line))
  }
  return until(all, { what: 'the peer to have all', deadlineMs: 60_000, everyMs: 100 }).then(
    () => true,
    () => false,
  )
}

async function typeAndKill(
  folder: string,
  orders: TypingOrders,
  random: Seeded,
  report: TypingReport,
): Promise<{ typed: string[]; text: string }> {
  const file = join(folder, 'orders.json')
  writeFileSync(file, JSON.stringify(orders))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const typed: string[] = []
  let text = ''
  let errors = ''
  let killed = false
  const kill = (): void => {
    killed = true
    child.kill('SIGKILL')
  }
  child.stderr.setEncoding('utf8').on('data', (part: string) => (errors += part))
  // After so many edits, counted, since a busy machine gets little done in any time; and then at any moment.
  const [doneFirst, after] = [1 + random.int(60), random.int(60)]
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = parsed(line)
    if (said === null) return
    if ('typed' in said) {
      if (typed.push(said.typed) === doneFirst) setTimeout(kill, after)
    } else {
      text = said.text ?? ''
      report.missing.push(...said.missing.map((one) => `before ${orders.seed}: ${one}`))
      // That it was killed is true; anything else would not be.
      report.findings.push(...said.findings.filter((finding) => !finding.startsWith('unclean-stop:')))
    }
  })
  const closed = once(child, 'close')
  const limit = setTimeout(kill, RUN_LIMIT_MS)
  await closed
  clearTimeout(limit)
  const hung = killed && typed.length < doneFirst
  if (killed === orders.last || hung)
    report.crashes.push(`run ${orders.seed}: it ${killed ? 'hung' : 'ended by itself'}`)
  if (errors !== '') report.crashes.push(errors)
  return { typed, text }
}

/** The last line may be cut off by the kill. */
function parsed(line: string): TypingSays | null {
  try {
    return JSON.parse(line) as TypingSays
  } catch {
    return null
  }
}
