import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

type Answer = { id: number; answer?: unknown; error?: string }

/** What goes over to the process. */
export type RemoteOrder = { id: number; what: string; argument?: unknown }

/** The methods of an object that lives in a process of its own, so that its memory is its own. */
export type Remote<T> = T & { quit(): Promise<void> }

/** Starts a script that ends with `serveRemote`. Values go over as JSON has them. */
export function startRemote<T extends object>(script: URL, args: readonly string[] = []): Remote<T> {
  const child = fork(fileURLToPath(script), [...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [...process.execArgv, '--expose-gc'],
  })
  const ask = asker(child)
  const quit = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (child.connected) child.disconnect()
    if (child.exitCode === null) await gone
  }
  const handler: ProxyHandler<object> = {
    get: (_target, what) => {
      // A proxy that answers to `then` would be taken for a promise.
      if (typeof what !== 'string' || what === 'then') return undefined
      return what === 'quit' ? quit : (argument?: unknown) => ask(what, argument)
    },
  }
  return new Proxy({}, handler) as Remote<T>
}

function asker(child: ChildProcess): (what: string, argument: unknown) => Promise<unknown> {
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
      child.send({ id, what, argument } satisfies RemoteOrder)
    })
}

/** At the other end: answers with what the object's methods give, until the parent goes. */
export function serveRemote(object: object): void {
  if (!process.send) return
  const methods = object as Record<string, ((argument: unknown) => Promise<unknown>) | undefined>
  process.on('message', ({ id, what, argument }: RemoteOrder) => {
    const method = methods[what]?.bind(object) ?? (() => Promise.reject(new Error(`no ${what}`)))
    method(argument).then(
      (answer) => process.send?.({ id, answer }),
      (error: unknown) => process.send?.({ id, error: String(error) }),
    )
  })
  process.once('disconnect', () => process.exit(0))
}
