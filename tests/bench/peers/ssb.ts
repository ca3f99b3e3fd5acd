import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./ssb-node.cjs', import.meta.url))

export type SsbFigures = { readonly records: number; readonly seconds: number; readonly memory: number }

/** First sync of `authors` × `each` records between two ssb-db2 nodes over EBT, until they can be queried. */
export async function ssbFirstSync(authors: number, each: number, size: number): Promise<SsbFigures> {
  const folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), 'allmende-ssb-'))))
  const ports = [18_000 + (process.pid % 1000), 19_000 + (process.pid % 1000)]
  const children = folders.map((folder, index) =>
    fork(script, [folder, String(ports[index])], { stdio: ['ignore', 2, 2, 'ipc'] }),
  )
  const [giver, taker] = children as [ChildProcess, ChildProcess]
  try {
    await Promise.all(children.map(answer))
    const { feeds } = (await order(giver, { do: 'write', authors, each, size })) as { feeds: string[] }
    await order(giver, { do: 'follow', feeds })
    await order(taker, { do: 'follow', feeds })
    const { address } = (await order(giver, { do: 'address' })) as { address: string }
    const started = performance.now()
    await order(taker, { do: 'connect', address })
    const { memory } = (await order(taker, { do: 'wait', count: authors * each })) as { memory: number }
    return { records: authors * each, seconds: (performance.now() - started) / 1000, memory }
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
  }
}

function order(child: ChildProcess, message: Record<string, unknown>): Promise<unknown> {
  const reply = answer(child)
  child.send(message)
  return reply
}

function answer(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    child.once('message', (reply: { answer?: unknown; error?: string }) =>
      reply.error ? reject(new Error(reply.error)) : resolve(reply.answer),
    )
    child.once('exit', (code) => reject(new Error(`the node ended with status ${code}`)))
  })
}
