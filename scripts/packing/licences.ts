import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { allLicenceTexts } from '../../packages/node/src/licence-texts.ts'

/** Puts the texts of the free licences beside the program, in one file: `licence-texts.ts` looks there first. */
export async function packLicences(folder: string): Promise<void> {
  await writeFile(
    join(folder, 'licences.json.br'),
    brotliCompressSync(JSON.stringify(await allLicenceTexts())),
  )
}
