/** One Allmende editor of the live bench: a whole node with a home of its own, reached by its address. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AllmendeNode, openNode } from '@allmende/node'
import type { LiveDocument } from './editor.ts'
import { serveLive } from './serve.ts'

type Reference = { readonly link: string; readonly draft: string; readonly address: string }

const home = await mkdtemp(join(tmpdir(), 'allmende-live-'))
let node = await openAgain()
/** Those it connected to, and does again when it comes back. */
const others: string[] = []

function openAgain(): Promise<AllmendeNode> {
  return openNode({ home, internet: false, host: '127.0.0.1' })
}

serveLive({
  async create(text) {
    const { id, link } = await node.createCommons({ name: 'bench', public: true })
    const draft = await node.createDraft({ editors: 'commons', title: 'live', text, commons: id })
    const address = await ownAddress()
    const reference: Reference = { link, draft: draft.id, address }
    return { reference: JSON.stringify(reference), document: await documentOf(draft.id), address }
  },
  async open(reference) {
    const { link, draft, address } = JSON.parse(reference) as Reference
    await node.joinCommons({ link })
    await meet([address])
    const deadline = Date.now() + 60_000
    for (;;) {
      const found = await node.draftText(draft).catch(() => null)
      if (found && found.text.length > 0)
        return { document: await documentOf(draft), address: await ownAddress() }
      if (Date.now() > deadline) throw new Error('the draft did not arrive')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  },
  meet,
})

async function ownAddress(): Promise<string> {
  const { network } = await node.status()
  return network.flatMap(({ addresses }) => addresses)[0] ?? ''
}

async function meet(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) await node.connect(address)
  others.push(...addresses)
}

async function documentOf(draft: string): Promise<LiveDocument> {
  const listeners: ((text: string) => void)[] = []
  const underWay = new Set<Promise<unknown>>()
  let length = 0
  let following = new AbortController()
  const follow = async (): Promise<void> => {
    following = new AbortController()
    await new Promise<void>((ready, failed) => {
      node
        .followDraft(draft, {
          signal: following.signal,
          onEvent: (event) => {
            if (event.type === 'text') {
              length = event.text.length
              ready()
            } else if (event.type === 'change') {
              for (const { remove, insert } of event.splices) {
                length += insert.length - remove
                for (const listener of listeners) listener(insert)
              }
            }
          },
        })
        .catch(failed)
    })
  }
  await follow()
  return {
    insert(at, character) {
      const splices = [{ at, remove: 0, insert: character }]
      const making = node.spliceDraft({ draft, splices }).catch((error: unknown) => {
        console.error('an edit was lost:', error)
      })
      underWay.add(making)
      void making.finally(() => underWay.delete(making))
    },
    length: () => length,
    text: async () => (await node.draftText(draft)).text,
    onInsert: (listener) => listeners.push(listener),
    async leave() {
      // What is not acknowledged yet may be given up by closing.
      await Promise.all(underWay)
      following.abort()
      await node.close()
    },
    async comeBack() {
      node = await openAgain()
      for (const address of others) await node.connect(address)
      await follow()
    },
  }
}
