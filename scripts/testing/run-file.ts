import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** What one test came to. `skipped` carries the reason the test gave. */
export type TestOutcome = {
  title: string
  state: 'passed' | 'failed' | 'skipped'
  reason?: string | undefined
  failures: string[]
}

/** What one test file came to. */
export type FileOutcome = {
  file: string
  tests: TestOutcome[]
  seconds: number
  /** Of the processor, by the file and the programs it started; null of a file that was killed. */
  cpuSeconds: number | null
  crashed: string | null
  output: string
}

type Row = {
  type?: string
  id?: number
  test?: number
  name?: string
  ok?: boolean
  skip?: boolean
  reason?: string
  expected?: string
  actual?: string
  at?: string
  stack?: string
  seconds?: number
}

const [report, typebox] = ['./report.ts', './load-typebox.ts'].map(
  (file) => new URL(file, import.meta.url).href,
)
const OUTPUT_KEPT = 20_000

const running = new Set<number | undefined>()

/** Ends the test files that are running. Each is in a group of its own, so that Ctrl-C reaches only the runner. */
export function endRunning(): void {
  for (const pid of running) killGroup(pid)
}

/**
 * Runs one test file in a process of its own.
 * @param limitMs after so many milliseconds the process is killed and counts as crashed: a hanging test must not hang the gate
 */
export async function runFile(file: string, limitMs: number): Promise<FileOutcome> {
  const started = performance.now()
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `--import=${typebox}`, `--import=${report}`, file],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, ALLMENDE_TEST_REPORT: '1', NO_COLOR: '1' },
      detached: true,
    },
  )
  let output = ''
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  const rows: Row[] = []
  createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
    // A process that is killed may leave half a line.
    if (line.endsWith('}')) rows.push(JSON.parse(line) as Row)
  })
  running.add(child.pid)
  let late = false
  const timer = setTimeout(() => {
    late = true
    killGroup(child.pid)
  }, limitMs)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  killGroup(child.pid)
  running.delete(child.pid)
  const tests = outcomes(rows)
  const seconds = (performance.now() - started) / 1000
  const cpuSeconds = rows.findLast(({ type }) => type === 'cpu')?.seconds ?? null
  return { file, tests, seconds, cpuSeconds, crashed: crash(code, late, tests, limitMs), output }
}

/** Whatever a test left running must not live on into the next file. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing of the group is left: what we wanted.
  }
}

function crash(code: number | null, late: boolean, tests: TestOutcome[], limitMs: number): string | null {
  if (late) return `did not end within ${limitMs / 1000} s`
  if (tests.length === 0) return 'holds no test'
  if (code !== 0 && tests.every((test) => test.state !== 'failed')) return `ended with status ${code}`
  return null
}

function outcomes(rows: Row[]): TestOutcome[] {
  const tests = new Map<number, TestOutcome & { asserted: number }>()
  const open: number[] = []
  for (const row of rows) {
    if (row.type === 'end') open.splice(open.indexOf(row.test ?? -1), 1)
    else if (row.type === 'test') {
      // A test that only holds others asserts what they assert.
      const around = tests.get(open.at(-1) ?? -1)
      if (around) around.asserted++
      open.push(row.id ?? -1)
      const title = row.name ?? '(without a title)'
      tests.set(row.id ?? -1, {
        title,
        state: row.skip ? 'skipped' : 'passed',
        reason: row.reason,
        failures: [],
        asserted: 0,
      })
    } else if (row.type === 'assert') note(tests.get(row.test ?? -1), row)
  }
  return [...tests.values()].map(({ asserted, ...test }) =>
    asserted === 0 && test.state === 'passed'
      ? { ...test, state: 'failed', failures: ['asserts nothing'] }
      : test,
  )
}

function note(test: (TestOutcome & { asserted: number }) | undefined, row: Row): void {
  if (!test) return
  test.asserted++
  if (row.skip) {
    if (test.state === 'passed' && test.asserted === 1)
      Object.assign(test, { state: 'skipped', reason: row.reason ?? row.name })
    return
  }
  if (row.ok) {
    if (test.state === 'skipped') test.state = 'passed'
    return
  }
  test.state = 'failed'
  const where = row.at ? ` at ${row.at}` : ''
  const values =
    row.expected === undefined ? '' : `\n      expected: ${row.expected}\n      found:    ${row.actual}`
  test.failures.push(`${row.name ?? 'failed'}${where}${values}${row.stack ? `\n${row.stack}` : ''}`)
}
