import type { PartLicence } from '@allmende/vocabulary'

type Folder = {
  readonly folders: Map<string, Folder>
  readonly files: Map<string, string>
  readonly licences: Set<string>
}

const emptyFolder = (): Folder => ({ folders: new Map(), files: new Map(), licences: new Set() })

/**
 * The licences of single files in as few words as say the same: a folder under one licence throughout is named once, and what
 * is under the licence of the whole isn't named.
 */
export function licencesByFolder(licenceOf: ReadonlyMap<string, string>, whole: string): PartLicence[] {
  const root = emptyFolder()
  for (const [path, licence] of licenceOf) place(root, path.split('/'), licence)
  return namedIn(root, '', whole)
}

function place(root: Folder, steps: readonly string[], licence: string): void {
  let folder = root
  folder.licences.add(licence)
  for (const step of steps.slice(0, -1)) {
    let next = folder.folders.get(step)
    if (!next) folder.folders.set(step, (next = emptyFolder()))
    next.licences.add(licence)
    folder = next
  }
  folder.files.set(steps.at(-1) ?? '', licence)
}

function namedIn({ folders, files }: Folder, at: string, whole: string): PartLicence[] {
  const single = [...files].filter(([, licence]) => licence !== whole)
  return [
    ...single.map(([name, licence]) => ({ under: at + name, licence })),
    ...[...folders].flatMap(([name, folder]) => {
      const [only = whole, ...others] = folder.licences
      if (others.length > 0) return namedIn(folder, `${at}${name}/`, whole)
      return only === whole ? [] : [{ under: at + name, licence: only }]
    }),
  ]
}
