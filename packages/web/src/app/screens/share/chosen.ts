/** What a person chose to share: files of theirs, each with its path in the folder. */
export type Chosen = {
  readonly name: string
  readonly files: readonly { readonly path: string; readonly file: File }[]
  /** Folders that weren't looked into: never shared, and often larger than all the rest. The node says why. */
  readonly folders: readonly string[]
}

/** One file, by itself. */
export const chosenFile = (file: File): Chosen => ({
  name: file.name,
  files: [{ path: file.name, file }],
  folders: [],
})

/** Not looked into. The node's own rules leave them out too; here they would only take time. */
const UNREAD = new Set(['.git', 'node_modules'])

type Found = { readonly path: string; readonly file: File }

/** Of a field of files: with the paths that a browser gives to those of a folder. */
export function chosenFiles(list: Iterable<File>): Chosen | null {
  return named(
    [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file })),
    [],
  )
}

/**
 * Of what was dropped. Must be called within the event: what is dropped can be asked for its entries only then, and read
 * later.
 */
export function droppedFiles(items: DataTransferItemList): Promise<Chosen | null> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? [])
  return walked(entries)
}

async function walked(entries: readonly FileSystemEntry[]): Promise<Chosen | null> {
  const files: Found[] = []
  const folders: string[] = []
  const waiting = entries.map((entry) => ({ entry, path: entry.name }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { entry, path } = next
    if (entry.isFile) files.push({ path, file: await fileOf(entry as FileSystemFileEntry) })
    else if (UNREAD.has(entry.name)) folders.push(path)
    else
      for (const child of await childrenOf(entry as FileSystemDirectoryEntry))
        waiting.push({ entry: child, path: `${path}/${child.name}` })
  }
  return named(files, folders)
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A browser gives a hundred at a time, and none when there are no more. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return all
    all.push(...some)
  }
}

/** One folder gives its name; several things are called after the first. In one order, so that the same again is the same. */
function named(found: readonly Found[], unread: readonly string[]): Chosen | null {
  const folders = new Set(unread)
  const files = found.filter(({ path }) => {
    const parts = path.split('/')
    const at = parts.findIndex((part, index) => index < parts.length - 1 && UNREAD.has(part))
    if (at > 0) folders.add(parts.slice(0, at + 1).join('/'))
    return at <= 0
  })
  const paths = [...files.map(({ path }) => path), ...folders]
  const [first] = paths.toSorted()
  if (files.length === 0 || first === undefined) return null
  const name = first.split('/')[0] ?? first
  const oneFolder = paths.every((path) => path.startsWith(`${name}/`))
  const within = (path: string): string => (oneFolder ? path.slice(name.length + 1) : path)
  return {
    name,
    files: files
      .map(({ path, file }) => ({ path: within(path), file }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    folders: [...folders].map(within).toSorted(),
  }
}
