import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createCommons, infoOf } from './commons-actions.ts'
import { isStarter, STARTER_NAME } from './commons-file.ts'
import type { CommonsInfo } from './contract.ts'
import { createDraft } from './draft-actions.ts'
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

/** Makes the starter commons, private and only on this computer, so that a newcomer has something to look at and to edit. */
export async function createStarter(parts: Parts): Promise<CommonsInfo> {
  const before = parts.book.members().find(({ entry }) => isStarter(entry))
  if (before) return infoOf(parts, before)
  const made = await createCommons(parts, { name: STARTER_NAME, public: false })
  const goods = JSON.parse(await readFile(`${folder}goods.json`, 'utf8')) as StarterGood[]
  for (const { folder: name, ...good } of goods) {
    await shareFolder(parts, { ...good, path: `${folder}goods/${name}`, commons: made.id, asNew: true }, {})
  }
  const text = await readFile(`${folder}manual.md`, 'utf8')
  await createDraft(parts, { title: 'Manual', text, commons: made.id })
  return made
}
