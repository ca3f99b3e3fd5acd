// A real node that types in a draft without end, several edits under way at once, and says each that was acknowledged.
// Killed by its parent. Before it types it looks whether everything said earlier is in the text.
import { readFileSync, writeSync } from 'node:fs'
import { openNode } from '@allmende/node'
import { seeded, until } from '@allmende/testkit'

/** What the parent gives: where, whom to write with, and every edit acknowledged so far. */
export type TypingOrders = {
  readonly home: string
  readonly peer: string
  readonly draft: string
  readonly link: string
  readonly seed: string
  readonly promised: readonly string[]
  /** Only look and end. */
  readonly last: boolean
}

/** One line of standard output each. */
export type TypingSays =
  | { readonly typed: string }
  | { readonly missing: readonly string[]; readonly findings: readonly string[]; readonly text?: string }

const UNDER_WAY = 4

function say(line: TypingSays): void {
  writeSync(1, `${JSON.stringify(line)}\n`)
}

async function main(file: string): Promise<void> {
  const { home, peer, draft, link, seed, promised, last } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as TypingOrders
  const node = await openNode({ home, internet: false, host: '127.0.0.1' })
  if (promised.length === 0) await node.joinCommons({ link })
  if (promised.length === 0 || last) await node.connect(peer)
  const { text } = await shown(() => node.draftText(draft))
  const lines = new Set(text.split('\n'))
  const findings = (await node.status()).findings.map(({ code, message }) => `${code}: ${message}`)
  say({ missing: promised.filter((line) => !lines.has(line)), findings, ...(last ? { text } : {}) })
  if (last) return node.close()
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

function shown<T>(ask: () => Promise<T>): Promise<NonNullable<T>> {
  return until(() => ask().catch(() => null), { what: 'the draft to be shown' })
}

main(process.argv[2] ?? '').catch((error: unknown) => {
  console.error(error)
  // The node is open and would keep the process: to whoever counts, it would seem to hang.
  process.exit(1)
})
