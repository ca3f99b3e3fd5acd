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
    const repo = new Repo({ network: [new WebSocketClientAdapter(`ws://127.0.0.1:${port}`)] })
    return documentOf(await repo.find<Body>(url as never))
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
