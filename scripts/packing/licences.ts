import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { allLicenceTexts } from '../../packages/node/src/licence-texts.ts'

/**
 * Puts the texts of the free licences beside the program, in one file: `licence-texts.ts` looks there first. Returns a file of the
 * package that they are from, for the notices.
 */
export async function packLicences(folder: string): Promise<string> {
  await writeFile(
    join(folder, 'licences.json.br'),
    brotliCompressSync(JSON.stringify(await allLicenceTexts())),
  )
  return 'node_modules/spdx-license-list/index.js'
}
