import { join } from 'node:path'
import type { Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { connect, PATIENCE_MS, scene } from '../scene.ts'
import { type ForkedTransaction, readTrace, type Run, runsOf } from './read.ts'
import { replayPlain } from './plain.ts'

export type ForkedTrace = { endContent: string; txns: ForkedTransaction[] }

export type ForkedOutcome = { texts: string[]; plain: string[]; merges: number; edits: number }

const TRACE = 'concurrent/friendsforever'

export function forkedRuns(merges = Infinity): { runs: Run[]; end: string } {
  const { txns, endContent } = readTrace<ForkedTrace>(TRACE)
  return { runs: runsOf(txns, merges), end: endContent }
}

/**
 * Two nodes that type what the two typists of the trace typed, and get each other's words exactly where the trace merges them: by
 * bundles, since a connection would bring them sooner. In the end the last bundles are carried, or, with `meet`, the two connect.
 */
export async function replayByBundles(t: Test, runs: readonly Run[], meet: boolean): Promise<ForkedOutcome> {
  const place = scene(t)
  const nodes = [await place.open('ada'), await place.open('bo')]
  const { draft } = await begin(nodes, place.folder)
  let sticks = 0
  const counts = [0, 0]
  /** By typist and run: what was put on a stick when that run was made. */
  const kept = new Map<string, string>()
  const merged = [0, 0]
  const wanted = new Set(runs.map(({ agent, after }) => `${1 - agent} ${after}`))
  const carry = async (to: number, run: number): Promise<boolean> => {
    const file = kept.get(`${1 - to} ${run}`)
    const fresh = file !== undefined && run > merged[to]!
    if (fresh) await nodes[to]!.openBundle({ file })
    merged[to] = Math.max(merged[to]!, run)
    return fresh
  }
  const { before, end: plain } = replayPlain(runs)
  for (const [at, { agent, after, patches }] of runs.entries()) {
    if (await carry(agent, after)) await shows(nodes[agent]!, draft, before[at]!)
    const splices = patches.map(([place, remove, insert]) => ({ at: place, remove, insert }))
    await nodes[agent]!.spliceDraft({ draft, splices })
    const name = `${agent} ${++counts[agent]!}`
    if (!wanted.has(name)) continue
    kept.set(name, join(place.folder, `${++sticks}.bundle`))
    await nodes[agent]!.createBundle({ file: kept.get(name)!, for: nodes[1 - agent]!.id })
  }
  if (meet) await connect(nodes[0]!, nodes[1]!)
  else
    for (const agent of [0, 1]) {
      const file = join(place.folder, `last-${agent}.bundle`)
      await nodes[agent]!.createBundle({ file, for: nodes[1 - agent]!.id })
      await nodes[1 - agent]!.openBundle({ file })
    }
  return {
    texts: await textsAtLast(nodes, draft, plain[0]!),
    plain,
    merges: new Set(runs.map(({ agent, after }) => `${agent} ${after}`)).size - 2,
    edits: runs.reduce((sum, { patches }) => sum + patches.length, 0),
  }
}

/** What a bundle brought is on disk when it was opened; the text takes it in a moment later. */
async function shows(node: AllmendeNode, draft: string, text: string): Promise<void> {
  await until(async () => (await node.draftText(draft)).text === text, {
    what: 'the text with what the bundle brought',
    deadlineMs: PATIENCE_MS,
  })
}

async function begin(nodes: AllmendeNode[], folder: string): Promise<{ draft: string }> {
  const [ada, bo] = nodes as [AllmendeNode, AllmendeNode]
  const { link } = await ada.createCommons({ name: 'Friends', public: true })
  await bo.joinCommons({ link })
  await bo.profile({ name: 'Bo' })
  // The whole trace is more than the room that newcomers have (256 KiB of edits); and vouched for is who was met.
  const person = (await bo.status()).person ?? ''
  const hello = join(folder, 'hello.bundle')
  await bo.createBundle({ file: hello, for: ada.id })
  await ada.openBundle({ file: hello })
  await ada.vouch({ person })
  const { id } = await ada.createDraft({ editors: 'commons', title: 'Episode' })
  const file = join(folder, 'first.bundle')
  await ada.createBundle({ file, for: bo.id })
  await bo.openBundle({ file })
  return { draft: id }
}

async function textsAtLast(nodes: AllmendeNode[], draft: string, wanted: string): Promise<string[]> {
  let texts: string[] = []
  const all = async (): Promise<boolean> => {
    texts = await Promise.all(nodes.map(async (node) => (await node.draftText(draft)).text))
    return texts.every((text) => text === wanted)
  }
  // What they show instead is for the test to tell.
  const late = (): null => null
  await until(all, { what: 'both to show the same', deadlineMs: PATIENCE_MS, everyMs: 50 }).catch(late)
  return texts
}
