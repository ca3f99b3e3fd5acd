import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { FREE_LICENCES, freeLicence } from '@allmende/rules'
import type Spdx from 'spdx-license-list/full.js'

/** Beside the program when packed: one file with the texts of all free licences, which are a fifth of SPDX's. */
const packed = fileURLToPath(new URL('./licences.json.br', import.meta.url))
const unpack = promisify(brotliDecompress)

type Document = Pick<(typeof Spdx)[string], 'licenseText'>

let texts: Promise<Record<string, string>> | null = null

/**
 * The text of a free licence by its SPDX identifier, as SPDX has it; null for an exception or a licence whose text isn't
 * here. Read only when asked for: few runs of the program need one.
 */
export async function licenceText(id: string): Promise<string | null> {
  if (freeLicence(id) === undefined) return null
  if (!existsSync(packed)) return textFrom(id)
  texts ??= readFile(packed).then(async (bytes) => JSON.parse((await unpack(bytes)).toString()))
  const all = await texts
  return Object.hasOwn(all, id) ? (all[id] ?? null) : null
}

/** The texts of all licences of our table, for packing. */
export async function allLicenceTexts(): Promise<Record<string, string>> {
  const found = await Promise.all(FREE_LICENCES.map(async ({ id }) => [id, await textFrom(id)] as const))
  return Object.fromEntries(found.flatMap(([id, text]) => (text === null ? [] : [[id, text]])))
}

/** The licences and exceptions that an SPDX expression names, each once, in its order. */
export function licencesNamed(expression: string): string[] {
  const words = expression.split(/[\s()]+/).filter((word) => word !== '' && !/^(?:AND|OR|WITH)$/i.test(word))
  return [...new Set(words.map((word) => word.replace(/\+$/, '')))]
}

/** The text of any licence that SPDX lists; only in a checkout. */
export async function textFrom(id: string): Promise<string | null> {
  const file = createRequire(import.meta.url).resolve(`spdx-license-list/licenses/${id}.json`)
  const { licenseText } = JSON.parse(await readFile(file, 'utf8')) as Document
  return licenseText.trim() === '' ? null : licenseText
}
