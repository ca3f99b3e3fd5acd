import { fail } from '../errors.ts'
import type { Io } from '../io.ts'

type Suggestion = { readonly id: string; readonly name: string; readonly why: string }

/** What is named when nothing else is known: the common free ones, share-alike first. */
const COMMON: readonly Suggestion[] = [
  { id: 'CC-BY-SA-4.0', name: 'Creative Commons Attribution Share Alike', why: 'texts, pictures, music' },
  { id: 'CERN-OHL-S-2.0', name: 'CERN Open Hardware Licence, strongly reciprocal', why: 'designs of things' },
  { id: 'AGPL-3.0-or-later', name: 'GNU Affero General Public License', why: 'software' },
  { id: 'GPL-3.0-or-later', name: 'GNU General Public License', why: 'software' },
  { id: 'ODbL-1.0', name: 'Open Database License', why: 'data' },
  {
    id: 'CC-BY-4.0',
    name: 'Creative Commons Attribution',
    why: 'anything but software, without share-alike',
  },
  { id: 'CC0-1.0', name: 'Creative Commons Zero', why: 'no conditions at all' },
]

/**
 * Asks for a licence on a terminal, by number or by name. Without one it is refused (LICENCE_WANTED), with the list of
 * common free licences.
 */
export async function askLicence(io: Io, suggested: readonly Suggestion[]): Promise<string> {
  const known = new Set(suggested.map(({ id }) => id))
  const all = [...suggested, ...COMMON.filter(({ id }) => !known.has(id))]
  if (!io.interactive)
    throw fail('LICENCE_WANTED', {
      expected: `--licence with a free licence. Common ones:\n${all.map(({ id, name, why }) => `    ${id.padEnd(18)} ${name} (${why})`).join('\n')}`,
      found: 'none',
    })
  io.note('Which licence? It says what others may do with it.')
  all.forEach(({ id, name, why }, index) =>
    io.note(`  ${String(index + 1).padStart(2)}  ${id.padEnd(18)} ${name} ${io.errStyle.dim(`(${why})`)}`),
  )
  const answer = await io.prompt.line('Number, or another SPDX licence [1] ', '1')
  return all[Number(answer) - 1]?.id ?? answer
}
