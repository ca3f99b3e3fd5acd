/** One Allmende editor of the live bench: a whole node with a home of its own, reached by its address. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AllmendeNode, openNode } from '@allmende/node'
import type { LiveDocument } from './editor.ts'
import { serveLive } from './serve.ts'

type Reference = { readonly link: string; readonly draft: string; readonly address: string }

let node: AllmendeNode

serveLive({
  async create(text) {
    node = await newNode()
    const { id, link } = await node.createCommons({ name: 'bench', public: true })
    const draft = await node.createDraft({ title: 'live', text, commons: id })
    const { network } = await node.status()
    const address = network.flatMap(({ addresses }) => addresses)[0] ?? ''
    const reference: Reference = { link, draft: draft.id, address }
    return { reference: JSON.stringify(reference), document: await documentOf(draft.id) }
  },
  async open(reference) {
    const { link, draft, address } = JSON.parse(reference) as Reference
    node = await newNode()
    await node.joinCommons({ link })
    await node.connect(address)
    const deadline = Date.now() + 30_000
    for (;;) {
      const found = await node.draftText(draft).catch(() => null)
      if (found && found.text.length > 0) return documentOf(draft)
      if (Date.now() > deadline) throw new Error('the draft did not arrive')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  },
})

async function newNode(): Promise<AllmendeNode> {
  const home = await mkdtemp(join(tmpdir(), 'allmende-live-'))
  return openNode({ home, internet: false, host: '127.0.0.1' })
}

async function documentOf(draft: string): Promise<LiveDocument> {
  const listeners: ((text: string) => void)[] = []
  let length = 0
  await new Promise<void>((ready, failed) => {
    node
      .followDraft(draft, {
        signal: new AbortController().signal,
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
  return {
    insert(at, character) {
      node.spliceDraft({ draft, splices: [{ at, remove: 0, insert: character }] }).catch((error: unknown) => {
        console.error('an edit was lost:', error)
      })
    },
    length: () => length,
    text: async () => (await node.draftText(draft)).text,
    onInsert: (listener) => listeners.push(listener),
  }
}
