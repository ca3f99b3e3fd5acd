/** One automerge-repo editor: the first is a WebSocket server as well, the others are its clients. */
import { next as Automerge } from '@automerge/automerge'
import { type DocHandle, Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter, WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { WebSocketServer } from 'ws'
import type { LiveDocument } from '../live/editor.ts'
import { serveLive } from '../live/serve.ts'

type Body = { text: string }

serveLive({
  async create(text) {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await new Promise((resolve) => server.once('listening', resolve))
    const repo = new Repo({ network: [new WebSocketServerAdapter(server as never)] })
    const handle = repo.create<Body>({ text })
    const { port } = server.address() as { port: number }
    return { reference: `${port} ${handle.url}`, document: documentOf(handle) }
  },
  async open(reference) {
    const [port, url] = reference.split(' ')
    const join = async (): Promise<[Repo, DocHandle<Body>]> => {
      // A server that is busy seems not to have the document, and a repo that was told so once doesn't ask again.
      for (const deadline = Date.now() + 60_000; ;) {
        const repo = new Repo({ network: [new WebSocketClientAdapter(`ws://127.0.0.1:${port}`)] })
        try {
          return [repo, await repo.find<Body>(url as never)]
        } catch (error) {
          await repo.shutdown()
          if (Date.now() > deadline) throw error
          await new Promise((resolve) => setTimeout(resolve, 250))
        }
      }
    }
    let [repo, handle] = await join()
    const listeners: ((text: string) => void)[] = []
    const watch = (): void => {
      const document = documentOf(handle)
      for (const listener of listeners) document.onInsert(listener)
    }
    const document: LiveDocument = {
      insert: (at, character) => documentOf(handle).insert(at, character),
      length: () => documentOf(handle).length(),
      text: () => documentOf(handle).text(),
      onInsert(listener) {
        listeners.push(listener)
        documentOf(handle).onInsert(listener)
      },
      leave: () => repo.shutdown(),
      async comeBack() {
        ;[repo, handle] = await join()
        watch()
      },
    }
    return { document }
  },
})

function documentOf(handle: DocHandle<Body>): LiveDocument {
  return {
    insert: (at, character) => handle.change((body) => Automerge.splice(body, ['text'], at, 0, character)),
    length: () => handle.doc().text.length,
    text: async () => handle.doc().text,
    onInsert: (listener) =>
      handle.on('change', ({ patches }) => {
        for (const patch of patches) if (patch.action === 'splice') listener(patch.value)
      }),
  }
}
