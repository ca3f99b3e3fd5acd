/**
 * Loaded before a test file (`--import`): turns tape's rows into one JSON line each on descriptor 3, so that the
 * runner counts tests and not lines of text. Does nothing in worker threads and in processes that a test starts itself.
 */
import { readFileSync, writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

type Row = {
  type?: string
  id?: number
  test?: number
  name?: string
  ok?: boolean
  skip?: unknown
  todo?: unknown
  error?: { stack?: string; message?: string }
  expected?: unknown
  actual?: unknown
  at?: string
}

if (isMainThread && process.env['ALLMENDE_TEST_REPORT'] === '1') {
  delete process.env['ALLMENDE_TEST_REPORT']
  // Before tape's own, which ends the process there and then.
  process.on('exit', () => writeSync(3, JSON.stringify({ type: 'cpu', seconds: cpuSeconds() }) + '\n'))
  const tape = (await import('tape')).default
  const rows = tape.createStream({ objectMode: true })
  rows.on('data', (row: Row | string) => {
    if (typeof row === 'string') return
    writeSync(3, JSON.stringify(plain(row)) + '\n')
  })
}

/**
 * What this process used of the processor, and on Linux the programs that it started and saw end. A test's cost in wall time
 * says more about what else the machine did.
 */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + endedChildrenSeconds()
}

function endedChildrenSeconds(): number {
  try {
    // After the name in brackets: state, then 12 fields up to cutime and cstime, in the hundredths that Linux always tells.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[13]) + Number(fields[14])) / 100
  } catch {
    return 0
  }
}

function plain(row: Row): Record<string, unknown> {
  return {
    type: row.type,
    id: row.id,
    test: row.test,
    name: row.name,
    ok: row.ok,
    skip: Boolean(row.skip),
    reason: typeof row.skip === 'string' ? row.skip : undefined,
    ...(row.type === 'assert' && !row.ok ? detail(row) : {}),
  }
}

function detail(row: Row): Record<string, unknown> {
  return { expected: show(row.expected), actual: show(row.actual), at: row.at, stack: row.error?.stack }
}

function show(value: unknown): string {
  try {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return (text ?? String(value)).slice(0, 2000)
  } catch {
    return String(value)
  }
}
