/**
 * Loaded before a test file (`--import`): turns tape's rows into one JSON line each on descriptor 3, so that the
 * runner counts tests and not lines of text. Does nothing in worker threads and in processes that a test starts itself.
 */
import { writeSync } from 'node:fs'
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
  const tape = (await import('tape')).default
  const rows = tape.createStream({ objectMode: true })
  rows.on('data', (row: Row | string) => {
    if (typeof row === 'string') return
    writeSync(3, JSON.stringify(plain(row)) + '\n')
  })
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
