// A real node that types in a draft without end, several edits under way at once, and says each that was acknowledged.
// Killed by its parent. Before it types it looks whether everything said earlier is in the text.
import { readFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type AllmendeNode, openNode } from '@allmende/node'
import { seeded, until } from '@allmende/testkit'

/** What the parent gives: where, whom to write with, and every edit acknowledged so far. */
export type TypingOrders = {
  readonly home: string
  readonly peer: string
  readonly draft: string
  readonly link: string
  readonly seed: string
  readonly promised: readonly string[]
  /** Only look, and say the text whenever a line is asked, until nobody asks any more. */
  readonly last: boolean
}

/** One line of standard output each. */
export type TypingSays =
  | { readonly typed: string }
  | { readonly missing: readonly string[]; readonly findings: readonly string[] }
  | { readonly text: string; readonly heads: readonly string[] }
  /** How far it is: whoever waits sees that it goes on, and where it stands when it doesn't. */
  | { readonly step: string }

const UNDER_WAY = 4

function say(line: TypingSays): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

async function main(file: string): Promise<void> {
  const { home, peer, draft, link, seed, promised, last } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as TypingOrders
  say({ step: 'open' })
  const node = await openNode({ home, internet: false, host: '127.0.0.1' })
  process.on('SIGUSR2', () => void tellState(node, draft))
  say({ step: 'join' })
  if (promised.length === 0) await node.joinCommons({ link })
  say({ step: 'connect' })
  if (promised.length === 0 || last) await node.connect(peer)
  say({ step: 'read the draft' })
  const { text } = await shown(() => node.draftText(draft))
  const lines = new Set(text.split('\n'))
  const findings = (await node.status()).findings.map(({ code, message }) => `${code}: ${message}`)
  say({ missing: promised.filter((line) => !lines.has(line)), findings })
  if (last) return answer(node, draft)
  say({ step: 'type' })
  void node.connect(peer).catch(() => undefined)
  const random = seeded(seed)
  const type = async (hand: number): Promise<never> => {
    for (let count = 0; ; count++) {
      const line = `${seed} ${hand}.${count}`
      // Whole lines, at the beginning, where they cut nothing in two.
      await node.spliceDraft({ draft, splices: [{ at: 0, remove: 0, insert: `${line}\n` }] })
      say({ typed: line })
      if (random.chance(0.2)) await new Promise((resolve) => setTimeout(resolve, random.int(30)))
    }
  }
  await Promise.all(Array.from({ length: UNDER_WAY }, (_, hand) => type(hand)))
}

/** The other side compares, and ends it: closed on its own accord it would take with it what the peer hasn't got yet. */
async function answer(node: AllmendeNode, draft: string): Promise<void> {
  for await (const _ of createInterface({ input: process.stdin })) {
    const { text, heads } = await node.draftText(draft)
    say({ text, heads })
  }
  await node.close()
}

/** Asked for when nothing comes any more. */
async function tellState(node: AllmendeNode, draft: string): Promise<void> {
  say({ step: `waits for ${process.getActiveResourcesInfo().join(' ')}` })
  const { peers, commons } = await node.status()
  say({ step: `has ${JSON.stringify({ peers, commons })}` })
  const { text } = await node.draftText(draft)
  say({ step: `shows ${text.length} characters` })
}

function shown<T>(ask: () => Promise<T>): Promise<NonNullable<T>> {
  return until(() => ask().catch(() => null), { what: 'the draft to be shown' })
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error)
  // The node is open and would keep the process: to whoever counts, it would seem to hang.
  process.exit(1)
})
