import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tape'
import { freePort, seeded, until } from '@allmende/testkit'
import { begin, type Running } from '../../cli/test/fake/program.ts'
import { scene } from '../scene.ts'

const MEGABYTE = 1024 * 1024
const LOCAL = ['--no-internet', '--host', '127.0.0.1']

export type ResumeReport = {
  readonly total: number
  /** Bytes in the target when the copying program was killed, for each kill. */
  readonly atKills: readonly number[]
  /** Bytes that the sharing node sent over all runs. */
  readonly sent: number
  /** What the last run says it has fetched. */
  readonly fetchedLast: number
  readonly same: boolean
}

/**
 * One file of so many megabytes, copied by the real program from a real node, killed with SIGKILL at the given parts of
 * it, and then the same command once more.
 */
export async function resumeCopy(
  t: Test,
  megabytes: number,
  killAt: readonly number[],
): Promise<ResumeReport> {
  const place = scene(t)
  const total = megabytes * MEGABYTE
  const source = join(place.folder, 'source')
  await writeLarge(source, megabytes)
  const port = await freePort()
  const home = place.home('ada')
  const args = ['start', '--json', '--no-starter', '--port', '0', '--peer-port', String(port), ...LOCAL]
  const daemon = begin(t, args, { home, real: true })
  await daemon.saying('"url"')
  const ask = async <T>(...words: string[]): Promise<T> => {
    const { status, json, out, err } = await begin(t, [...words, '--json'], { home, real: true }).ended
    if (status !== 0) throw new Error(`${words.join(' ')}: ${out}${err}`)
    return json as T
  }
  await ask('commons', 'create', 'Workshop')
  const { link } = await ask<{ link: string }>('share', source, '--licence', 'CC0-1.0')

  const target = join(place.folder, 'target')
  const command = ['copy', link, target, '--json', '--connect', `127.0.0.1:${port}`, ...LOCAL]
  const copy = (): Running => begin(t, command, { home: place.home('bo'), real: true })
  const atKills: number[] = []
  let sent = 0
  for (const part of killAt) {
    const run = copy()
    atKills.push(
      await until(() => past(target, part * total, run), { what: `${part} of it`, deadlineMs: 600_000 }),
    )
    // Stopped first, so that nothing more is taken while the other side is asked how much it has sent.
    run.child.kill('SIGSTOP')
    sent += await sentNow(ask)
    run.child.kill('SIGKILL')
    await run.ended
    await until(async () => (await sentNow(ask)) === 0, {
      what: 'the killed one to be gone',
      deadlineMs: 60_000,
    })
  }
  const { status, json, out, err } = await copy().ended
  if (status !== 0) throw new Error(`the last run: ${out}${err}`)
  const fetchedLast = (json as { fetched: number }).fetched
  return { total, atKills, sent: sent + fetchedLast, fetchedLast, same: await sameFiles(source, target) }
}

/** Bytes sent to whoever is connected now, what lies in the system's buffers included. */
async function sentNow(ask: <T>(...words: string[]) => Promise<T>): Promise<number> {
  const { peers } = await ask<{ peers: { bytesOut: number }[] }>('status')
  return peers.reduce((sum, { bytesOut }) => sum + bytesOut, 0)
}

function past(target: string, bytes: number, run: Running): number | null {
  if (run.child.exitCode !== null) throw new Error(`it ended too early: ${run.out()}${run.err()}`)
  if (!existsSync(target)) return null
  const here = readdirSync(target).reduce((sum, name) => sum + statSync(join(target, name)).size, 0)
  return here >= bytes ? here : null
}

/** Content that nothing makes smaller, without holding it in memory. */
async function writeLarge(folder: string, megabytes: number): Promise<void> {
  mkdirSync(folder)
  const random = seeded('a large file')
  const chunk = Buffer.from(random.bytes(MEGABYTE))
  const file = await open(join(folder, 'large.bin'), 'w')
  for (let at = 0; at < megabytes; at++) {
    chunk.writeUInt32LE(at, 0)
    await file.write(chunk)
  }
  await file.close()
}

async function sameFiles(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((folder) => hashOf(join(folder, 'large.bin'))))
  const others = readdirSync(b).filter((name) => !['large.bin', 'LICENSES'].includes(name))
  return one === other && others.length === 0
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
