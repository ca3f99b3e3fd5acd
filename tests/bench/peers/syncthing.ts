import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Side = {
  readonly home: string
  readonly folder: string
  readonly id: string
  readonly port: number
  readonly gui: number
}

export type SyncthingFigures = { readonly bytes: number; readonly seconds: number; readonly memory: number }

/**
 * Copies what `fill` writes into a folder from one Syncthing to another over loopback. Measured from the moment the
 * taker is started until every byte is there; the giver has hashed its files before.
 * @returns null where Syncthing isn't installed
 */
export async function syncthingCopy(
  fill: (folder: string) => Promise<string[]>,
): Promise<SyncthingFigures | null> {
  const root = await mkdtemp(join(tmpdir(), 'allmende-syncthing-'))
  const running: ChildProcess[] = []
  try {
    const base = 23_000 + (process.pid % 1000)
    const sides = [
      await generate(root, 'a', base, base + 1),
      await generate(root, 'b', base + 2, base + 3),
    ] as const
    const names = await fill(sides[0].folder)
    for (const side of sides) await configure(side, sides)
    running.push(start(sides[0]))
    await until(async () => (await folderState(sides[0])) === 'idle', 'the giver has hashed its files')
    const total = await sizes(sides[0].folder, names)
    const started = performance.now()
    running.push(start(sides[1]))
    await until(async () => (await sizes(sides[1].folder, names)) === total, 'every byte is there')
    const seconds = (performance.now() - started) / 1000
    return { bytes: total, seconds, memory: await residentMb(running[1]?.pid) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  } finally {
    for (const child of running) child.kill('SIGKILL')
    await rm(root, { recursive: true, force: true })
  }
}

async function generate(root: string, name: string, port: number, gui: number): Promise<Side> {
  const home = join(root, name)
  const folder = join(root, `${name}-files`)
  await mkdir(folder)
  execFileSync('syncthing', ['generate', `--home=${home}`, '--no-default-folder'], { stdio: 'ignore' })
  const id = execFileSync('syncthing', [`--home=${home}`, '--device-id'], { encoding: 'utf8' }).trim()
  await mkdir(join(folder, '.stfolder'))
  return { home, folder, id, port, gui }
}

/** No discovery, no relays, no reporting: loopback only. */
async function configure(side: Side, sides: readonly Side[]): Promise<void> {
  const devices = sides.map(
    ({ id, port }) => `<device id="${id}" name="x"><address>tcp://127.0.0.1:${port}</address></device>`,
  )
  const members = sides.map(({ id }) => `<device id="${id}"></device>`)
  const off = [
    'globalAnnounceEnabled',
    'localAnnounceEnabled',
    'relaysEnabled',
    'natEnabled',
    'crashReportingEnabled',
    'startBrowser',
  ]
  await writeFile(
    join(side.home, 'config.xml'),
    `<configuration version="35">
      <folder id="bench" path="${side.folder}" type="sendreceive" fsWatcherEnabled="true">${members.join('')}</folder>
      ${devices.join('\n')}
      <gui enabled="true"><address>127.0.0.1:${side.gui}</address><apikey>bench</apikey></gui>
      <options><listenAddress>tcp://127.0.0.1:${side.port}</listenAddress><urAccepted>-1</urAccepted><reconnectionIntervalS>1</reconnectionIntervalS>
        ${off.map((name) => `<${name}>false</${name}>`).join('')}</options>
    </configuration>`,
  )
}

/** Told that it is watched already, it starts no worker of its own, which would outlive it and be the one to measure. */
function start({ home }: Side): ChildProcess {
  const args = ['serve', `--home=${home}`, '--no-browser', '--no-upgrade']
  return spawn('syncthing', args, { stdio: 'ignore', env: { ...process.env, STMONITORED: 'yes' } })
}

async function folderState({ gui }: Side): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${gui}/rest/db/status?folder=bench`, {
    headers: { 'x-api-key': 'bench' },
  }).catch(() => null)
  const { state, globalBytes } = ((await answer?.json().catch(() => ({}))) ?? {}) as {
    state?: string
    globalBytes?: number
  }
  return state === 'idle' && (globalBytes ?? 0) > 0 ? 'idle' : 'busy'
}

async function sizes(folder: string, names: string[]): Promise<number> {
  const all = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => null)))
  return all.reduce((sum, one) => sum + (one?.size ?? 0), 0)
}

async function until(done: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 180_000
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`syncthing: waited too long until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Syncthing runs itself again as a child: the larger of both counts. */
async function residentMb(pid: number | undefined): Promise<number> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const texts = await Promise.all(all.map((one) => readFile(`/proc/${one}/status`, 'utf8').catch(() => '')))
  const family = texts.filter(
    (text) => text.includes(`\nPid:\t${pid}\n`) || text.includes(`\nPPid:\t${pid}\n`),
  )
  return Math.max(0, ...family.map((text) => Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0))) / 1024
}
