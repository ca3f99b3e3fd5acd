// Fills a store with the files of a folder, by raw hyperblobs or by us, and serves it until it is killed.
// Prints one line: { port, key, files } for the receiver.
import { readFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ListedFile, importFiles, readFileList } from '@allmende/files'
import { coreKeyOf } from '@allmende/vocabulary'
import Hyperblobs from 'hyperblobs'
import type Hypercore from 'hypercore'
import { openWriter, serve } from './wire.ts'

const [how, store, folder, blockSize] = process.argv.slice(2) as [string, string, string, string]

await main()

async function main(): Promise<void> {
  const { core } = await openWriter(store)
  const began = performance.now()
  const files = how === 'raw' ? await fillRaw(core) : await fillOurs(core)
  const seconds = (performance.now() - began) / 1000
  const port = await serve(core)
  console.log(JSON.stringify({ port, key: Buffer.from(core.key).toString('hex'), seconds, files }))
}

async function fillRaw(core: Hypercore): Promise<ListedFile[]> {
  const blobs = new Hyperblobs(core, { blockSize: Number(blockSize) })
  for (const name of readdirSync(folder)) {
    const content = await readFile(join(folder, name))
    await blobs.put(content)
  }
  return []
}

async function fillOurs(core: Hypercore): Promise<ListedFile[]> {
  const writer = { core, key: coreKeyOf(core.key), sync: () => Promise.resolve() }
  const list = await importFiles({ path: folder, writer })
  return readFileList(list, () => Promise.resolve(core))
}
