import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCommons, infoOf } from './commons-actions.ts'
import { isStarter, STARTER_NAME } from './commons-file.ts'
import type { CommonsInfo } from './contract.ts'
import { createDraft } from './drafts/begin.ts'
import { putOwnSource } from './own-source/own-source.ts'
import type { Parts } from './parts.ts'
import { shareFolder } from './share-folder.ts'

/** Beside `src` in a checkout and beside the program when packed. */
const folder = fileURLToPath(new URL('../starter/', import.meta.url))

type StarterGood = {
  readonly folder: string
  readonly title: string
  readonly licence: string
  readonly type: string
  readonly description: string
  readonly tags: string[]
}

const OWN_SOURCE = {
  title: 'Allmende, the source',
  licence: 'AGPL-3.0-or-later',
  type: 'software',
  description:
    'All that this program is made of, with its tests and documents. Unpack it, read CONTRIBUTING.md, change what you like, and share that.',
  tags: ['allmende', 'program'],
}

/** Makes the starter commons, private and only on this computer, so that a newcomer has something to look at and to edit. */
export async function createStarter(parts: Parts): Promise<CommonsInfo> {
  const before = parts.book.members().find(({ entry }) => isStarter(entry))
  if (before) return infoOf(parts, before)
  const made = await createCommons(parts, { name: STARTER_NAME, public: false })
  await shareOwnSource(parts, made.id)
  const goods = JSON.parse(await readFile(`${folder}goods.json`, 'utf8')) as StarterGood[]
  for (const { folder: name, ...good } of goods) {
    await shareFolder(parts, { ...good, path: `${folder}goods/${name}`, commons: made.id, asNew: true }, {})
  }
  const text = await readFile(`${folder}manual.md`, 'utf8')
  await createDraft(parts, { title: 'Manual', text, editors: 'commons', commons: made.id })
  return made
}

/** The first good there is: this program, for whoever wants to know it, change it or pass it on. Some 1.2 MB. */
async function shareOwnSource(parts: Parts, commons: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-source-'))
  try {
    const path = await putOwnSource(folder)
    if (path === null) return
    await shareFolder(parts, { ...OWN_SOURCE, path, commons, asNew: true }, {})
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
