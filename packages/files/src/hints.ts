import { open } from 'node:fs/promises'
import type { PreviewFile, PreviewHints } from './contract.ts'
import { LICENCE_HEAD_BYTES } from './limits.ts'

const LICENCE_NAME = /^(?:licen[cs]e|copying|unlicense|copyright)(?:[._-][^/]*)?$/i
/** REUSE: one text per licence, named by its SPDX id. */
const REUSE_NAME = /(?:^|\/)LICENSES\/([A-Za-z0-9.+-]+)\.txt$/
/** Files that state a licence in a field: OKH manifests (which may state three), package.json and its like. */
const MANIFEST = /^(?:okh[^/]*\.(?:toml|ya?ml)|package\.json|pyproject\.toml|cargo\.toml|codemeta\.json)$/i
const STATED =
  /^[ \t#*/;"'-]*(?:SPDX-License-Identifier|licen[cs]e|hardware|documentation|software)["']?[ \t]*[:=][ \t]*["']?([A-Za-z0-9][A-Za-z0-9.+-]*)/gim
/** At most so many licence files are opened: a folder of thousands of packages has thousands of them. */
const MOST_READ = 32

/** What names (and the heads of licence files and manifests) suggest for the title, type and licence. */
export async function hintsFor(title: string, files: PreviewFile[]): Promise<PreviewHints> {
  const extensions: PreviewHints['extensions'] = {}
  const licences = new Set<string>()
  const telling: PreviewFile[] = []
  const licenceFiles: string[] = []
  for (const file of files) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1)
    count(extensions, name, file.bytes)
    const reuse = REUSE_NAME.exec(file.path)
    if (reuse?.[1]) licences.add(reuse[1])
    if (reuse || LICENCE_NAME.test(name)) licenceFiles.push(file.path)
    if (LICENCE_NAME.test(name) || MANIFEST.test(name)) telling.push(file)
  }
  for (const file of telling.slice(0, MOST_READ)) {
    for (const [, id] of (await head(file.source)).matchAll(STATED)) if (id) licences.add(id)
  }
  return { title, licenceFiles, licences: [...licences], extensions }
}

function count(extensions: PreviewHints['extensions'], name: string, bytes: number): void {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
  // A name may end in `.__proto__`.
  if (!Object.hasOwn(extensions, extension)) {
    Object.defineProperty(extensions, extension, {
      value: { files: 0, bytes: 0 },
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  const so = extensions[extension]
  if (so) {
    so.files++
    so.bytes += bytes
  }
}

async function head(source: string): Promise<string> {
  try {
    const file = await open(source)
    try {
      const { bytesRead, buffer } = await file.read(
        Buffer.alloc(LICENCE_HEAD_BYTES),
        0,
        LICENCE_HEAD_BYTES,
        0,
      )
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await file.close()
    }
  } catch {
    // Only a hint; a file that can't be read is told by the preview itself.
    return ''
  }
}
