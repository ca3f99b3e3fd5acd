import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Test } from 'tape'
import { type AllmendeNode, openNode, type OpenNodeOptions } from '@allmende/node'
import { collectingLogger, temporaryFolder, until } from '@allmende/testkit'

/** Long enough for two slow cores that others use too. */
export const PATIENCE_MS = 60_000

export type Scene = {
  readonly folder: string
  /** Opens a node on the home of that name; it is closed with the test. */
  readonly open: (name: string, options?: Partial<OpenNodeOptions>) => Promise<AllmendeNode>
  readonly home: (name: string) => string
  /** A folder with these files, to be shared. */
  readonly files: (name: string, contents: Record<string, string | Uint8Array>) => string
  readonly logger: ReturnType<typeof collectingLogger>
}

/** Real nodes in a folder of their own, reached by TCP on this computer. */
export function scene(t: Test): Scene {
  const folder = temporaryFolder(t)
  const logger = collectingLogger()
  const home = (name: string): string => join(folder, name)
  return {
    folder,
    home,
    logger,
    async open(name, options = {}) {
      const node = await openNode({
        home: home(name),
        internet: false,
        host: '127.0.0.1',
        logger,
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
  }
}

export async function addressOf(node: AllmendeNode): Promise<string> {
  const { network } = await node.status()
  const address = network.flatMap(({ addresses }) => addresses)[0]
  if (address === undefined) throw new Error('the node listens nowhere')
  return address
}

export async function connect(from: AllmendeNode, to: AllmendeNode): Promise<void> {
  await from.connect(await addressOf(to))
  await until(async () => (await from.status()).peers.some(({ node }) => node === to.id), {
    what: 'the two to be connected',
    deadlineMs: PATIENCE_MS,
  })
}

/** Waits until a node shows a thing. */
export function shown(node: AllmendeNode, id: string): Promise<unknown> {
  return until(() => node.show(id).catch(() => null), {
    what: `${id} to be shown`,
    deadlineMs: PATIENCE_MS,
    everyMs: 30,
  })
}

/** The codes of what the node says has happened to its store. */
export async function findingsOf(node: AllmendeNode): Promise<string[]> {
  return (await node.status()).findings.map(({ code }) => code)
}

/** The code of an error, however it came. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no error'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}
