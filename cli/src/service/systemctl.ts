import { execFile } from 'node:child_process'
import { fail } from '../errors.ts'

type Answer = { readonly ok: boolean; readonly out: string; readonly err: string; readonly missing: boolean }

/** Longer than a node takes to stop. */
const LIMIT_MS = 60_000

/** Runs `systemctl --user …`. */
export function systemctl(env: NodeJS.ProcessEnv, ...words: string[]): Promise<Answer> {
  return call(env, 'systemctl', ['--user', '--no-pager', ...words])
}

/** Runs it, and throws SERVICE_FAILED when it says no. */
export async function mustSystemctl(env: NodeJS.ProcessEnv, ...words: string[]): Promise<void> {
  const { ok, out, err } = await systemctl(env, ...words)
  if (!ok)
    throw fail('SERVICE_FAILED', { found: `systemctl --user ${words.join(' ')}: ${firstLine(err || out)}` })
}

/** Throws SERVICE_SYSTEMD with what is missing, where this user has no systemd that would run a service. */
export async function needSystemd(env: NodeJS.ProcessEnv): Promise<void> {
  const { ok, err, missing } = await systemctl(env, 'show', '--property=Version')
  if (ok) return
  throw fail('SERVICE_SYSTEMD', {
    expected: 'systemd, running for this user',
    found: missing ? 'no program `systemctl`' : firstLine(err) || 'no answer',
  })
}

/** Whether services of this user go on when nobody is logged in; null when that can't be told. */
export async function lingers(env: NodeJS.ProcessEnv): Promise<boolean | null> {
  const { ok, out } = await call(env, 'loginctl', ['show-user', '--property=Linger', '--value'])
  const said = out.trim()
  return ok && (said === 'yes' || said === 'no') ? said === 'yes' : null
}

function call(env: NodeJS.ProcessEnv, program: string, words: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(program, [...words], { env, timeout: LIMIT_MS }, (error, out, err) => {
      const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT'
      resolve({ ok: error === null, out, err, missing })
    })
  })
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}
