import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import { isAllmendeError } from '@allmende/vocabulary'
import { PATIENCE_MS } from '../scene.ts'
import { NO_FILES } from './draft-file-attacks.ts'

/** How an honest person puts the attached files right: what they were told, and the paths they took off for it. */
type Tidied = { readonly told: string[]; readonly off: string[] }

/** Archives a draft, and takes off whatever is named as what is in the way, until it goes. */
export async function tidy(node: AllmendeNode, draft: string, to: string): Promise<Tidied> {
  const told: string[] = []
  const off: string[] = []
  for (let tries = 0; tries <= NO_FILES.length; tries++)
    try {
      const { left } = await node.archiveDraft({ draft, to: `${to}-${tries}` })
      await node.editBeside({ draft, edits: left.map((detach) => ({ detach })) })
      return { told, off: [...off, ...left] }
    } catch (error) {
      if (!isAllmendeError(error)) throw error
      const { files } = await node.showDraft(draft)
      const named = files.find(({ path }) => error.message.includes(`"${path}"`))
      if (!named) throw error
      told.push(error.code)
      off.push(named.path)
      await node.editBeside({ draft, edits: [{ detach: named.path }] })
    }
  return { told, off }
}

/** What a draft archived at each of these nodes has in it, by path; one after the other, so that each has it from the one before. */
export async function archives(
  nodes: readonly AllmendeNode[],
  draft: string,
  to: string,
): Promise<Record<string, string>[]> {
  const wanted = JSON.stringify(await filesOf(nodes[0]!, draft))
  const found: Record<string, string>[] = []
  for (const [index, node] of nodes.entries()) {
    await until(async () => JSON.stringify(await filesOf(node, draft)) === wanted, {
      what: 'the same files to be attached everywhere',
      deadlineMs: PATIENCE_MS,
    })
    const folder = `${to}-${index}`
    await node.archiveDraft({ draft, to: folder })
    found.push(contentOf(folder))
  }
  return found
}

async function filesOf(node: AllmendeNode, draft: string): Promise<string[]> {
  return (await node.showDraft(draft)).files.map(({ path, bytes }) => `${path} ${bytes}`)
}

function contentOf(folder: string): Record<string, string> {
  const paths = globSync('**', { cwd: folder })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]))
}
