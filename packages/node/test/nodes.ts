import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Test } from 'tape'
import { temporaryFolder, until } from '@allmende/testkit'
import { type AllmendeNode, openNode, type OpenNodeOptions } from '../src/index.ts'

/** Long enough for two slow cores that others use too. */
const PATIENCE_MS = 60_000

export type Scene = {
  readonly folder: string
  /** Opens a node on the home of that name; closed with the test. */
  readonly open: (name: string, options?: Partial<OpenNodeOptions>) => Promise<AllmendeNode>
  /** Writes files into a folder of that name, and gives its path. */
  readonly files: (name: string, contents: Record<string, string | Uint8Array>) => string
  readonly read: (...path: string[]) => string
}

export function scene(t: Test): Scene {
  const folder = temporaryFolder(t)
  return {
    folder,
    async open(name, options = {}) {
      const node = await openNode({
        home: join(folder, name),
        internet: false,
        host: '127.0.0.1',
        ...options,
      })
      t.teardown(() => node.close())
      return node
    },
    files(name, contents) {
      for (const [path, content] of Object.entries(contents)) {
        const file = join(folder, name, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, content)
      }
      return join(folder, name)
    },
    read: (...path) => readFileSync(join(folder, ...path), 'utf8'),
  }
}

export async function addressOf(node: AllmendeNode): Promise<string> {
  const { network } = await node.status()
  return network.flatMap(({ addresses }) => addresses)[0] ?? ''
}

export async function connect(from: AllmendeNode, to: AllmendeNode): Promise<void> {
  await from.connect(await addressOf(to))
  await until(async () => (await from.status()).peers.some(({ node }) => node === to.id), {
    what: 'the two to be connected',
    deadlineMs: PATIENCE_MS,
  })
}

export function eventually(what: string, holds: () => Promise<boolean>, everyMs = 30): Promise<unknown> {
  return until(async () => (await holds().catch(() => false)) || null, {
    what,
    deadlineMs: PATIENCE_MS,
    everyMs,
  })
}

/** The error that a promise ends with; fails loudly when it ends well. */
export async function errorOf(
  work: Promise<unknown>,
): Promise<Error & { code?: string; hint?: string; expected?: string }> {
  try {
    await work
  } catch (error) {
    return error as Error & { code?: string }
  }
  throw new Error('expected an error')
}
