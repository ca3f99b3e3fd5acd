import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AllmendeNode } from '@allmende/node'

/** What a node has promised to keep: one line on standard output each, written after the promise resolved. */
export type Acknowledged =
  | { readonly op: 'commons'; readonly id: string; readonly link: string }
  | { readonly op: 'share'; readonly id: string; readonly version: string; readonly content: string }
  | { readonly op: 'copy'; readonly version: string; readonly path: string; readonly content: string }
  | { readonly op: 'draft'; readonly id: string }
  | { readonly op: 'edit'; readonly draft: string; readonly marker: string }
  | {
      readonly op: 'publish'
      readonly id: string
      readonly version: string
      readonly markers: readonly string[]
    }
  | { readonly op: 'comment'; readonly id: string; readonly on: string }

/** One hash over the paths and contents of all files below a folder. */
export function contentOf(folder: string): string {
  const hash = createHash('sha256')
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  for (const path of paths) hash.update(`${path.slice(folder.length)}\0`).update(readFileSync(path))
  return hash.digest('hex')
}

/** What of the promises isn't kept, in words. `files` says for which promises the content itself is read. */
export async function missingOf(
  node: AllmendeNode,
  promises: readonly Acknowledged[],
  files: (promise: Acknowledged) => boolean = () => true,
): Promise<string[]> {
  const missing: string[] = []
  const texts = new Map<string, string>()
  for (const promise of promises) {
    try {
      const problem = await problemOf(node, promise, texts, files(promise))
      if (problem !== null) missing.push(`${promise.op}: ${problem}`)
    } catch (error) {
      missing.push(`${promise.op} ${JSON.stringify(promise)}: ${String(error)}`)
    }
  }
  return missing
}

async function problemOf(
  node: AllmendeNode,
  promise: Acknowledged,
  texts: Map<string, string>,
  read: boolean,
): Promise<string | null> {
  switch (promise.op) {
    case 'commons':
      return (await node.listCommons()).some(({ id }) => id === promise.id) ? null : 'not listed'
    case 'share':
      return versionProblem(node, promise, read, (folder) => contentOf(folder) === promise.content)
    case 'copy':
      return read && contentOf(promise.path) !== promise.content ? `${promise.path} differs` : null
    case 'draft':
      return (await node.show(promise.id)).kind === 'draft' ? null : 'not a draft'
    case 'edit': {
      const text = texts.get(promise.draft) ?? (await node.draftText(promise.draft)).text
      texts.set(promise.draft, text)
      return text.split('\n').filter((line) => line === promise.marker).length === 1
        ? null
        : `"${promise.marker}" is not in the text once`
    }
    case 'publish':
      return versionProblem(node, promise, read, (folder) => {
        const [name = ''] = readdirSync(folder)
        const lines = readFileSync(join(folder, name), 'utf8').split('\n')
        return promise.markers.every((marker) => lines.includes(marker))
      })
    case 'comment':
      return (await node.show(promise.on)).comments.some(({ id }) => id === promise.id) ? null : 'not shown'
  }
}

async function versionProblem(
  node: AllmendeNode,
  { id, version }: { id: string; version: string },
  read: boolean,
  same: (folder: string) => boolean,
): Promise<string | null> {
  const { versions } = await node.show(id)
  const found = versions.find((one) => one.id === version)
  if (!found) return `version ${version} is not shown`
  // What the folder of holdings says is a note that may come a moment later than the record: the content counts.
  if (!read) return null
  const folder = await mkdtemp(join(tmpdir(), 'allmende-look-'))
  try {
    const { fetched } = await node.copy({ from: id, version, to: folder, licenceTexts: false })
    if (fetched > 0) return `${fetched} bytes of version ${version} had to be fetched from elsewhere`
    return same(folder) ? null : `the content of version ${version} is another`
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
