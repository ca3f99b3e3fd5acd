import { type AllmendeNode, openNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { connect, PATIENCE_MS } from '../scene.ts'
import type { TracePatch } from './read.ts'

export type Followed = {
  /** Until all was durable where it was typed. */
  typedSeconds: number
  /** Until the other one had seen all of it. */
  followedSeconds: number
  texts: string[]
  /** What the other one put together from the events it got. */
  seen: string
}

/** Requests under way at once: a person lets the program breathe between two bursts; so does this. */
const UNDER_WAY = 8

/**
 * A recorded history typed through a real node, in batches, and followed live by another one over TCP.
 */
export async function replayFollowed(
  home: (name: string) => string,
  patches: readonly TracePatch[],
  perBatch: number,
): Promise<Followed> {
  const open = (name: string): Promise<AllmendeNode> =>
    openNode({ home: home(name), internet: false, host: '127.0.0.1' })
  const [ada, bo] = [await open('ada'), await open('bo')]
  try {
    const { link } = await ada.createCommons({ name: 'Paper', public: true })
    await bo.joinCommons({ link })
    await connect(bo, ada)
    const { id: draft } = await ada.createDraft({ editors: 'commons', title: 'Paper' })
    await until(() => bo.draftText(draft).catch(() => null), {
      what: 'the draft to arrive',
      deadlineMs: PATIENCE_MS,
    })
    return await typeAndFollow(ada, bo, draft, patches, perBatch)
  } finally {
    await Promise.all([ada.close(), bo.close()])
  }
}

async function typeAndFollow(
  ada: AllmendeNode,
  bo: AllmendeNode,
  draft: string,
  patches: readonly TracePatch[],
  perBatch: number,
): Promise<Followed> {
  const ending = new AbortController()
  let seen = ''
  const following = bo.followDraft(draft, {
    signal: ending.signal,
    onEvent(event) {
      if (event.type === 'text') seen = event.text
      if (event.type !== 'change') return
      for (const { at, remove, insert } of event.splices)
        seen = seen.slice(0, at) + insert + seen.slice(at + remove)
    },
  })
  const start = performance.now()
  const under: Promise<unknown>[] = []
  for (let from = 0; from < patches.length; from += perBatch) {
    const splices = patches
      .slice(from, from + perBatch)
      .map(([at, remove, insert]) => ({ at, remove, insert }))
    under.push(ada.spliceDraft({ draft, splices }))
    if (under.length >= UNDER_WAY) await under[under.length - UNDER_WAY]
  }
  await Promise.all(under)
  const typedSeconds = (performance.now() - start) / 1000
  const { text } = await ada.draftText(draft)
  await until(() => seen === text, { what: 'the other to have seen all', deadlineMs: 10 * PATIENCE_MS })
  const followedSeconds = (performance.now() - start) / 1000
  const texts = [text, (await bo.draftText(draft)).text]
  ending.abort()
  await following
  return { typedSeconds, followedSeconds, texts, seen }
}
