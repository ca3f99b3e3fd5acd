import type { Test } from 'tape'
import { type Ended, run, within } from '../../cli/test/fake/program.ts'

/** Commands shall not look for anybody beyond this computer. */
export const LOCAL = ['--no-internet', '--host', '127.0.0.1']

type Refusal = {
  readonly home: string
  readonly code: string
  /** What a person must be told, on standard error. */
  readonly words: readonly string[]
  readonly status?: number
  /** As processes of their own; else within this one, with a real node all the same, which is much faster. */
  readonly processes?: true
}

/** The real program, told to do something it must refuse: in words on standard error, and as a document with --json. */
export async function refused(t: Test, args: readonly string[], expected: Refusal): Promise<void> {
  const { home, code, words, status = 1, processes } = expected
  const real = { home, real: true }
  const go = (more: string[]): Promise<Ended> =>
    processes ? run(t, [...args, ...more], real) : within([...args, ...more], real)
  const what = args.slice(0, 2).join(' ')
  const plain = await go([])
  t.equal(plain.status, status, `${what}: status ${String(plain.status)}`)
  for (const word of words)
    t.ok(
      plain.err.includes(word),
      `${what} says "${word}"${plain.err.includes(word) ? '' : `: ${plain.err}`}`,
    )
  t.notOk(/\n\s+at |INTERNAL|fault of the program/.test(plain.err), `${what}: no stack, no "internal"`)
  t.equal(plain.out, '', `${what}: nothing on standard output`)
  const json = await go(['--json'])
  const { error } = (json.json ?? {}) as { error?: { code: string; message: string } }
  t.same([json.status, error?.code], [status, code], `${what} --json: ${json.out.trim()}${json.err}`)
}

/** The answer of the real program, which must do it. */
export async function told<T>(t: Test, home: string, ...args: string[]): Promise<T> {
  const ended = await asked(home, args)
  if (ended.status !== 0) t.fail(`${args.join(' ')}: ${ended.status} ${ended.out}${ended.err}`)
  return ended.json as T
}

export function asked(home: string, args: string[], input?: string): Promise<Ended> {
  return within([...args, '--json'], { home, real: true, ...(input === undefined ? {} : { input }) })
}
