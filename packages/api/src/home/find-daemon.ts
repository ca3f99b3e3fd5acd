import { randomBytes } from 'node:crypto'
import { createClient, httpTransport, type AllmendeClient } from '../client/index.ts'
import { PROBE_MS } from '../limits.ts'
import { readDaemon, type DaemonInfo } from './daemon-file.ts'
import { failLater } from './fail-later.ts'
import { sameSecret } from './same-secret.ts'
import { proofOf, readToken, tokenFile } from './token.ts'

export type FoundDaemon = { readonly info: DaemonInfo; readonly client: AllmendeClient }

/**
 * The node that runs on this home, or null: no daemon.json, or a stale one (its process is gone, or nobody who knows
 * our token answers at its port).
 *
 * Errors: TOKEN_MISSING when a node runs but the token file is lost, TOKEN_WRONG when the file isn't that node's,
 * TOKEN_UNSAFE when others could have read it.
 */
export async function findDaemon(home: string): Promise<FoundDaemon | null> {
  const info = await readDaemon(home)
  if (!info || !isAlive(info.pid)) return null
  const nonce = randomBytes(32).toString('hex')
  const hello = await greet(info.url, nonce)
  if (!hello) return null
  const token = await readToken(home)
  const running = `a running node (pid ${info.pid}, ${info.url})`
  const hint = `stop it with \`kill ${info.pid}\` and start it again: then there is a token it knows`
  if (token === null)
    throw await failLater('TOKEN_MISSING', {
      expected: `its token in ${tokenFile(home)}`,
      found: `${running}, but no file`,
      hint,
    })
  if (!sameSecret(hello.proof, proofOf(token, nonce))) {
    // Another program at the port of a node that crashed: not ours to talk to, and no reason not to start.
    if (hello.pid !== info.pid) return null
    throw await failLater('TOKEN_WRONG', {
      expected: `the token of ${running}`,
      found: 'another one in the file',
      hint,
    })
  }
  return { info, client: createClient(httpTransport({ url: info.url, token })) }
}

/** Tells whether a process with this number exists. Another user's (EPERM) does too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What answers at the port, if it calls itself a node. No token is sent. */
async function greet(url: string, nonce: string): Promise<{ pid: number; proof: string } | null> {
  try {
    const signal = AbortSignal.timeout(PROBE_MS)
    const response = await fetch(`${url}/v1/hello?nonce=${nonce}`, { signal, redirect: 'error' })
    const { name, pid, proof } = (await response.json()) as { name?: unknown; pid?: unknown; proof?: unknown }
    return name === 'allmende' && typeof pid === 'number' && typeof proof === 'string' ? { pid, proof } : null
  } catch {
    return null
  }
}
