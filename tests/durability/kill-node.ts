import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type AllmendeNode, openNode } from '@allmende/node'
import { seeded, type Seeded } from '@allmende/testkit'
import type { Acknowledged } from './acknowledged.ts'
import type { Looked, Orders } from './busy-node-child.ts'

export type NodeKillReport = {
  kills: number
  acknowledged: Record<string, number>
  /** Promises that were not kept, in words. */
  missing: string[]
  /** What check says in the end. */
  problems: string[]
  /** Logs that were given up or forked; a kill is no reason for either. */
  sealed: string[]
  /** What a second node that followed all the time says of forks. */
  forks: string[]
  /** Runs that ended by themselves: a crash. */
  crashes: string[]
}

const CHILD = fileURLToPath(new URL('busy-node-child.ts', import.meta.url))
const SEALED = /^(own-log-sealed|forked-log|rolled-back|copied|own-log-ahead)/
const LOOK_LIMIT_MS = 120_000

/** A node killed `count` times at seeded moments while it shares, copies, edits and publishes; another one follows. */
export async function killNodeAtMoments(count: number, seed: number): Promise<NodeKillReport> {
  const random = seeded(seed)
  const folder = mkdtempSync(join(tmpdir(), 'allmende-kill-node-'))
  const provider = await openNode({ home: join(folder, 'provider'), internet: false, host: '127.0.0.1' })
  const report: NodeKillReport = {
    kills: 0,
    acknowledged: {},
    missing: [],
    problems: [],
    sealed: [],
    forks: [],
    crashes: [],
  }
  try {
    await provider.createCommons({ name: 'Elsewhere', public: true })
    const address = (await provider.status()).network[0]?.addresses[0] ?? ''
    const place = { home: join(folder, 'home'), scratch: folder, provider: address }
    const promises: Acknowledged[] = []
    while (report.kills < count) {
      const link = await offer(provider, folder, random)
      const orders = { ...place, link, seed: `${seed}/${report.kills}`, promises, last: false }
      promises.push(...(await runAndKill(orders, random, report)))
      await follow(provider, promises)
      report.kills++
    }
    await runAndKill({ ...place, link: '', seed: '', promises, last: true }, random, report)
    for (const { op } of promises) report.acknowledged[op] = (report.acknowledged[op] ?? 0) + 1
    report.forks = forksSeenBy((await provider.status()).findings)
  } finally {
    await provider.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return report
}

/** Something new to copy for each run, so that the kill falls into fetching. */
async function offer(provider: AllmendeNode, folder: string, random: Seeded): Promise<string> {
  const path = join(folder, 'offered')
  rmSync(path, { recursive: true, force: true })
  mkdirSync(path)
  for (let file = 0; file < 3; file++)
    writeFileSync(join(path, `${file}.bin`), random.bytes(200_000 + random.int(1_500_000)))
  const { link } = await provider.share({ path, licence: 'CC0-1.0', asNew: true, title: 'Offered' })
  return link
}

/** The other node becomes a member as soon as there is a commons: what it was told of must never be contradicted. */
async function follow(provider: AllmendeNode, promises: readonly Acknowledged[]): Promise<void> {
  const commons = promises.find((promise) => promise.op === 'commons')
  if (commons) await provider.joinCommons({ link: commons.link, name: 'followed' })
}

async function runAndKill(orders: Orders, random: Seeded, report: NodeKillReport): Promise<Acknowledged[]> {
  const file = join(orders.scratch, 'orders.json')
  writeFileSync(file, JSON.stringify(orders))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CHILD, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: Acknowledged[] = []
  const looks: Looked[] = []
  let errors = ''
  let killed = false
  const kill = (): void => {
    killed = true
    child.kill('SIGKILL')
  }
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  // One in four falls into the opening itself, where the last kill is being mended; the others into an action, after
  // so many were acknowledged: counted, since a busy machine gets little done in any time.
  const early = random.chance(0.25)
  const doneFirst = 1 + random.int(6)
  const after = random.int(early ? 1_500 : 200)
  const killSoon = (): void => void setTimeout(kill, after).unref()
  // The last line may be cut off by the kill; whole ones only.
  createInterface({ input: child.stdout }).on('line', (line) => {
    const heard = parsed(line)
    if (heard === null) return
    if ('looked' in heard) looks.push(heard)
    else if (said.push(heard) === doneFirst && !early) killSoon()
  })
  const closed = once(child, 'close')
  const limit = setTimeout(kill, LOOK_LIMIT_MS)
  if (early && !orders.last) killSoon()
  await closed
  clearTimeout(limit)
  const hung = killed && !early && said.length < doneFirst
  if (killed === orders.last || hung)
    report.crashes.push(`run ${orders.seed}: it ${killed ? 'hung' : 'ended by itself'}`)
  if (errors !== '') report.crashes.push(errors)
  for (const looked of looks) judge(looked, orders.seed, report)
  return said
}

function judge({ missing, findings, check = [] }: Looked, run: string, report: NodeKillReport): void {
  report.missing.push(...missing.map((what) => `before run ${run}: ${what}`))
  report.sealed.push(...findings.filter((finding) => SEALED.test(finding)))
  report.problems.push(...check)
}

function forksSeenBy(findings: readonly { code: string; message: string }[]): string[] {
  return findings.map(({ code, message }) => `${code}: ${message}`).filter((text) => SEALED.test(text))
}

function parsed(line: string): Acknowledged | Looked | null {
  try {
    return JSON.parse(line) as Acknowledged | Looked
  } catch {
    return null
  }
}
