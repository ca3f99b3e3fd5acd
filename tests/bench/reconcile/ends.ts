import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { End, Order } from './end.ts'

const SCRIPT = fileURLToPath(new URL('./end.ts', import.meta.url))

type Answer = { id: number; answer?: unknown; error?: string }

/** An end in a process of its own, so that its memory is its own. */
export type RemoteEnd = End & { quit(): Promise<void> }

export function startEnd(way: 'ours' | 'raw', dir: string): RemoteEnd {
  const child = fork(SCRIPT, [way, dir], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, '--expose-gc'],
  })
  const ask = asker(child)
  return {
    open: () => ask('open') as Promise<void>,
    listen: () => ask('listen') as Promise<string>,
    meet: (address) => ask('meet', address) as ReturnType<End['meet']>,
    part: () => ask('part') as Promise<void>,
    write: () => ask('write') as Promise<void>,
    memory: () => ask('memory') as ReturnType<End['memory']>,
    quit: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await gone
    },
  }
}

function asker(child: ChildProcess): (what: keyof End, argument?: string) => Promise<unknown> {
  const waiting = new Map<number, (answer: Answer) => void>()
  let asked = 0
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer))
  child.once('exit', (code) => {
    for (const [id, tell] of waiting) tell({ id, error: `the process ended with ${String(code)}` })
  })
  return (what, argument) =>
    new Promise((resolve, reject) => {
      const id = ++asked
      waiting.set(id, ({ answer, error }) => {
        waiting.delete(id)
        if (error === undefined) resolve(answer)
        else reject(new Error(error))
      })
      child.send({ id, what, ...(argument === undefined ? {} : { argument }) } satisfies Order)
    })
}
