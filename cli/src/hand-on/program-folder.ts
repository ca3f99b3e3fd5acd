import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { fail } from '../errors.ts'

const run = promisify(execFile)

const inCheckout = import.meta.url.endsWith('.ts')

/** Of a checkout its root, of the packed program the folder of the package. */
const place = fileURLToPath(new URL(inCheckout ? '../../../' : '../', import.meta.url))

/** Names this computer's system as the native parts are named. */
export const PLATFORM = `${process.platform}-${process.arch}`

/**
 * The folder with the packed program. A checkout is packed into `work` first, for this platform only, which takes some seconds.
 * Throws HAND_ON_UNPACKABLE.
 */
export async function programFolder(work: string): Promise<string> {
  if (!inCheckout) return place
  const script = join(place, 'scripts', 'pack.ts')
  if (!existsSync(script)) throw fail('HAND_ON_UNPACKABLE', { found: `no ${script}` })
  try {
    const args = ['--disable-warning=ExperimentalWarning', script, '--folder', '--into', work, PLATFORM]
    const { stdout } = await run(process.execPath, args, { cwd: place })
    return stdout.trim().split('\n').at(-1) ?? ''
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    throw fail('HAND_ON_UNPACKABLE', { found: stderr.trim().split('\n')[0] || message })
  }
}

/** The launcher of the running program: what a service or a shell calls. */
export function launcher(): string {
  return inCheckout ? join(place, 'cli', 'bin', 'allmende') : join(place, 'bin', 'allmende')
}

/** Whether the program lies where npm may remove it at any time, as after `npx`. */
export function isPassing(): boolean {
  return place.split(/[/\\]/).some((part) => part === '_npx' || part === '_cacache')
}

/**
 * The Node that runs this, as it is on this computer. Throws HAND_ON_NODE for one that is bound to libraries of this system:
 * it would not start elsewhere.
 */
export function ownNode(): { readonly file: string; readonly name: string; readonly licence: string | null } {
  const { variables } = process.config as unknown as { variables: Record<string, unknown> }
  const shared = Object.entries(variables).filter(
    ([name, value]) => name.startsWith('node_shared') && isOn(value),
  )
  if (shared.length > 0) throw fail('HAND_ON_NODE', { found: shared.map(([name]) => name).join(', ') })
  const beside = join(process.execPath, '..', '..', 'LICENSE')
  return {
    file: process.execPath,
    name: basename(process.execPath),
    licence: existsSync(beside) ? beside : null,
  }
}

function isOn(value: unknown): boolean {
  return value === true || value === 'true' || value === 1
}
