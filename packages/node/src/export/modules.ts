import { isAllmendeError, isRecordId } from '@allmende/vocabulary'
import type { ActionContext } from '../contract.ts'
import { fileNameOf } from '../file-name.ts'
import type { Parts } from '../parts.ts'
import { describe, type Described } from './described.ts'

/** Designs in one package: a machine has dozens of modules; what names more is no list that somebody made. */
const MOST = 200

/** A design of a package and the folder in it that is its own; empty for the one that was asked for. */
export type Module = { readonly described: Described; readonly folder: string }

export type Modules = {
  readonly modules: readonly Module[]
  /** The folder of the design that a line names, by how it names it. */
  readonly folders: ReadonlyMap<string, string>
  readonly notes: readonly string[]
}

/**
 * The designs that a design is made of, all the way down, each once. A line that names a good means it as it is now, one that names
 * a version that very version. What isn't here is told.
 */
export async function withModules(parts: Parts, root: Described, context: ActionContext): Promise<Modules> {
  const modules: Module[] = [{ described: root, folder: '' }]
  const folders = new Map<string, string>([[root.state.version, '']])
  const taken = new Set<string>()
  const notes: string[] = []
  for (const { described } of modules) {
    for (const { good, name } of described.good.parts) {
      if (good === undefined || folders.has(good)) continue
      const found = modules.length < MOST ? await designOf(parts, good, context) : null
      if (!found) {
        notes.push(`The design of "${name}" is not here and couldn’t be put in.`)
        continue
      }
      const known = folders.get(found.state.version)
      const folder = known ?? freeName(`modules/${fileNameOf(found.info.title)}`, taken)
      folders.set(good, folder).set(found.state.version, folder)
      if (known === undefined) modules.push({ described: found, folder })
    }
  }
  return { modules, folders, notes }
}

async function designOf(parts: Parts, reference: string, context: ActionContext): Promise<Described | null> {
  const thing = isRecordId(reference) ? await parts.views.show(reference) : null
  if (thing?.kind !== 'good') return null
  try {
    return await describe(parts, thing.id, reference === thing.id ? undefined : reference, context, {
      withFiles: true,
    })
  } catch (error) {
    if (isAllmendeError(error) && error.status < 500) return null
    throw error
  }
}

/** Two designs may have one title; on some systems also where only the case differs. */
function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let at = 2; taken.has(free.toLowerCase()); at++) free = `${name} ${at}`
  taken.add(free.toLowerCase())
  return free
}
