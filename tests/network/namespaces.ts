import { spawn, spawnSync } from 'node:child_process'
import type { Test } from 'tape'

/** Why there can be no networks of our own on this machine; null when there can. */
export function whyNoNamespaces(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s'
  if (process.getuid?.() !== 0) return 'making network namespaces needs root'
  const name = `allmende-try-${process.pid}`
  const made = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' })
  if (made.error) return 'iproute2 is not installed'
  if (made.status !== 0) return `no network namespaces here: ${made.stderr.trim()}`
  spawnSync('ip', ['netns', 'del', name])
  return null
}

/** Why there can be no routers that translate addresses; null when there can. */
export function whyNoRouters(): string | null {
  const why = whyNoNamespaces()
  if (why !== null) return why
  const { error, status, stderr } = spawnSync('nft', ['list', 'tables'], { encoding: 'utf8' })
  if (error) return 'nftables is not installed'
  return status === 0 ? null : `nftables does not work here: ${stderr.trim()}`
}

/** A computer of its own as far as the network goes. */
export type Machine = {
  readonly name: string
  /**
   * Puts a cable into a switch, with this address: `10.77.0.1/24`. No route to anywhere else is set but by `gateway`.
   * Gives the name of the interface.
   */
  readonly plug: (into: Switch, address: string, gateway?: string) => string
  /** Takes a cable out, or puts it in again. */
  readonly turn: (cable: string, on: boolean) => void
  /** The words that start a program there. */
  readonly run: (words: readonly string[]) => string[]
}

export type Switch = { readonly name: string; readonly bridge: string }

let count = 0

/** Machines and switches, which are gone after the test with everything that still runs there. */
export function network(t: Test) {
  const prefix = `allmende-${process.pid}-${count++}`
  const made: string[] = []
  t.teardown(() => made.forEach(remove))
  const add = (kind: string): string => {
    const name = `${prefix}-${kind}`
    ip('netns', 'add', name)
    made.push(name)
    ip('-n', name, 'link', 'set', 'lo', 'up')
    return name
  }
  return {
    makeSwitch: (kind: string): Switch => {
      const name = add(kind)
      ip('-n', name, 'link', 'add', 'bridge', 'type', 'bridge')
      ip('-n', name, 'link', 'set', 'bridge', 'up')
      return { name, bridge: 'bridge' }
    },
    machine: (kind: string): Machine => {
      const name = add(kind)
      let cables = 0
      return {
        name,
        turn: (cable, on) => void ip('-n', name, 'link', 'set', cable, on ? 'up' : 'down'),
        plug: ({ name: into, bridge }, address, gateway) => {
          const near = `eth${cables++}`
          const far = `${kind}${cables}`
          ip('-n', name, 'link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', into)
          ip('-n', into, 'link', 'set', far, 'master', bridge)
          ip('-n', into, 'link', 'set', far, 'up')
          ip('-n', name, 'addr', 'add', address, 'dev', near)
          ip('-n', name, 'link', 'set', near, 'up')
          if (gateway !== undefined) ip('-n', name, 'route', 'add', 'default', 'via', gateway)
          return near
        },
        run: (words) => ['ip', 'netns', 'exec', name, ...words],
      }
    },
  }
}

/**
 * Makes a machine a router of a household: what comes in at `inside` goes out at `outside` under the router's own address,
 * and from outside nothing comes in but answers. `easy`: a sender keeps its port whomever it speaks to, as most home
 * routers do it, and holes can be punched. `hard`: each conversation has another port by chance, and none can be guessed.
 */
export function route(machine: Machine, outside: string, kind: 'easy' | 'hard'): void {
  const how = kind === 'hard' ? ' random,fully-random' : ''
  const rules = `table ip home {
  chain out { type nat hook postrouting priority srcnat; oifname "${outside}" masquerade${how}; }
  chain in { type filter hook input priority filter; iifname "${outside}" ct state new drop; }
  chain through { type filter hook forward priority filter; iifname "${outside}" ct state new drop; }
}`
  inside(machine, 'nft', '-f', '-', rules)
  inside(machine, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward', '')
}

/** Lets nothing of a protocol through a machine: neither into it nor past it. */
export function block(machine: Machine, protocol: 'udp' | 'tcp'): void {
  const rules = `table ip blocked {
  chain through { type filter hook forward priority -10; ip protocol ${protocol} drop; }
  chain in { type filter hook input priority -10; iifname != "lo" ip protocol ${protocol} drop; }
}`
  inside(machine, 'nft', '-f', '-', rules)
}

/** Bounds how fast a machine gets what comes through a cable: what comes faster is dropped, as a full line does. */
export function slow(machine: Machine, cable: string, rate: string): void {
  ip('-n', machine.name, 'link', 'show', cable)
  inside(
    machine,
    'tc',
    'qdisc',
    'add',
    'dev',
    cable,
    'root',
    'tbf',
    'rate',
    rate,
    'burst',
    '64kb',
    'latency',
    '50ms',
    '',
  )
}

/** Runs a program in a machine; the last word is what it reads. */
function inside(machine: Machine, ...words: string[]): void {
  const [program = '', ...args] = machine.run(words.slice(0, -1))
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', input: words.at(-1) ?? '' })
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr.trim()}`)
}

/** The routes of a machine, as `ip route` says them. */
export function routes({ name }: Machine): string {
  return ip('-n', name, 'route')
}

export type Said = { readonly status: number | null; readonly out: string; readonly err: string }

/** Runs a program to its end. */
export async function run(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Said> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err]: [string[], string[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => out.push(String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => err.push(String(chunk)))
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { status, out: out.join(''), err: err.join('') }
}

function ip(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync('ip', words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`ip ${words.join(' ')}: ${stderr.trim()}`)
  return stdout
}

/** A namespace lives on while something runs in it. */
function remove(name: string): void {
  const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' })
  for (const pid of stdout.split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
  spawnSync('ip', ['netns', 'del', name])
}
