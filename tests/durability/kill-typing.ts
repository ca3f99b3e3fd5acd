import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AllmendeNode, openNode } from '@allmende/node'
import { seeded, type Seeded, until } from '@allmende/testkit'
import type { TypingOrders, TypingSays } from './typing-child.ts'
import { TypingRun } from './typing-run.ts'

export type TypingReport = {
  kills: number
  /** Edits that were acknowledged. */
  acknowledged: number
  /** Acknowledged, and not in the text after a kill. */
  missing: string[]
  /** What the node says of its store, and what its peer says of it: a kill is no reason for any of it. */
  findings: string[]
  /** Runs that ended by themselves, or went on no further. */
  crashes: string[]
  /** What the node and the one that wrote with it all the time show otherwise in the end. */
  differences: string[]
}

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
    differences: [],
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
      promised.push(...(await typeAndKill(folder, orders, random, report)))
      await peer.spliceDraft({ draft, splices: [{ at: 0, remove: 0, insert: `peer ${report.kills}\n` }] })
      // What 200 runs type is more than the room that newcomers have.
      vouched ||= await vouchForTypist(peer, draft)
      report.kills++
    }
    report.acknowledged = promised.length
    await compareAtLast(folder, { ...place, seed: 'last', promised, last: true }, peer, report)
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

/** Both are asked until they show the same: what was typed last may be on its way when the node looks again. */
async function compareAtLast(
  folder: string,
  orders: TypingOrders,
  peer: AllmendeNode,
  report: TypingReport,
): Promise<void> {
  let answer = Promise.withResolvers<string>()
  const run = new TypingRun(folder, orders, (said) => {
    if ('text' in said) answer.resolve(said.text)
    else judge(said, orders, report)
  })
  const same = async (): Promise<boolean> => {
    answer = Promise.withResolvers()
    run.ask()
    const theirs = await Promise.race([answer.promise, run.ended.then(() => null)])
    if (theirs === null) return true
    report.differences = differencesOf((await peer.draftText(orders.draft)).text, theirs, orders.promised)
    return report.differences.length === 0
  }
  report.differences = ['the node did not answer']
  await until(same, { what: 'both to show the same', everyMs: 100 }).catch(() => undefined)
  await run.end()
  tellEnd(run, orders, report)
}

/** The lines that one of them lacks; or that they stand in another order. */
function differencesOf(peer: string, node: string, promised: readonly string[]): string[] {
  const [here, there] = [new Set(peer.split('\n')), new Set(node.split('\n'))]
  const lacks = (who: string, lines: ReadonlySet<string>, of: Iterable<string>): string[] =>
    [...of].filter((line) => !lines.has(line)).map((line) => `the ${who} lacks ${line}`)
  const lacking = [
    ...lacks('peer', here, [...promised, ...there]),
    ...lacks('node', there, [...promised, ...here]),
  ]
  return lacking.length > 0 || peer === node ? lacking : ['the same lines in another order']
}

/** Types until it is killed; what was acknowledged. */
async function typeAndKill(
  folder: string,
  orders: TypingOrders,
  random: Seeded,
  report: TypingReport,
): Promise<string[]> {
  const typed: string[] = []
  // After so many edits, counted, since a busy machine gets little done in any time; and then at any moment.
  const [doneFirst, after] = [1 + random.int(60), random.int(60)]
  const run = new TypingRun(folder, orders, (said) => {
    if (!('typed' in said)) return judge(said, orders, report)
    if (typed.push(said.typed) === doneFirst) setTimeout(() => run.kill(), after)
  })
  await run.ended
  tellEnd(run, orders, report)
  return typed
}

function judge(said: TypingSays, { seed }: TypingOrders, report: TypingReport): void {
  if (!('missing' in said)) return
  report.missing.push(...said.missing.map((one) => `before ${seed}: ${one}`))
  // That it was killed is true; anything else would not be.
  report.findings.push(...said.findings.filter((finding) => !finding.startsWith('unclean-stop:')))
}

function tellEnd(run: TypingRun, { seed, last }: TypingOrders, report: TypingReport): void {
  if (run.hung !== null) report.crashes.push(`run ${seed}: it hung ${run.hung}`)
  else if (run.killed === last) report.crashes.push(`run ${seed}: it ended by itself at "${run.step}"`)
  if (run.errors !== '') report.crashes.push(run.errors)
}
