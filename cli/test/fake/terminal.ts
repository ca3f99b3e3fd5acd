import { PassThrough } from 'node:stream'
import type { Test } from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import { openFakeNode, type FakeNode, type FakeScript } from '../../../packages/api/test/fake/node.ts'
import { run } from '../../src/run.ts'
import type { World } from '../../src/world.ts'

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** The program in this process, at a terminal where a test types. */
export function atTerminal(
  t: Test,
  args: readonly string[],
  script: FakeScript = {},
  env: World['env'] = {},
  size: { readonly columns: number; readonly rows?: number } = { columns: 100 },
) {
  const home = temporaryFolder(t)
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stdout = Object.assign(new PassThrough(), { isTTY: true, rows: 40, ...size })
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 30 })
  let out = ''
  let err = ''
  let asked = ''
  stdout.on('data', (chunk) => (out += String(chunk)))
  stderr.on('data', (chunk) => (err += String(chunk)))
  const listeners = new Set<(signal: Signal) => void>()
  const abandoned: number[] = []
  let node: FakeNode | undefined
  const ended = run(args, {
    stdin,
    stdout,
    stderr,
    env: { NO_COLOR: '1', ALLMENDE_HOME: home, ...env },
    cwd: home,
    userHome: home,
    now: Date.now,
    onSignal: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    abandon: (status) => abandoned.push(status),
    openNode: async (options) => (node = await openFakeNode(options, script)),
  })
  // A test that fails half way leaves a program that would run for ever.
  t.teardown(() => listeners.forEach((listener) => listener('SIGTERM')))
  return {
    home,
    ended,
    abandoned,
    out: () => out,
    err: () => asked + err,
    node: () => node!,
    kill: (signal: Signal) => listeners.forEach((listener) => listener(signal)),
    /** Ctrl-D. */
    end: () => stdin.end(),
    /** Waits for a question, then types the answer. */
    answer: async (question: string, text: string) => {
      await until(() => err.includes(question), { what: `the question "${question}" in: ${err}` })
      const upTo = err.indexOf(question) + question.length
      asked += err.slice(0, upTo)
      err = err.slice(upTo)
      stdin.write(`${text}\n`)
    },
    said: (text: string) =>
      until(() => out.includes(text) || err.includes(text), { what: `"${text}" in: ${out}${err}` }),
  }
}
