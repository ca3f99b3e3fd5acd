import type { GoodType } from '@allmende/vocabulary'
import { guessType } from '../guess-type.ts'
import { freeLicence } from './table.ts'
import type { FreeLicence, LicenceSuggestion } from './types.ts'

const STAYS_FREE = 'share-alike: changed copies stay free'
const ANYTHING = 'permissive: changed copies may be closed'

/** Share-alike first: a commons that can be fenced in again is not much of one. */
const BY_TYPE: Readonly<Record<GoodType, readonly [id: string, why: string][]>> = {
  design: [
    ['CERN-OHL-S-2.0', `for hardware; ${STAYS_FREE}`],
    ['CERN-OHL-W-2.0', 'for hardware; the design stays free, also inside a closed product'],
    ['CC-BY-SA-4.0', `for drawings and instructions; ${STAYS_FREE}`],
    ['CERN-OHL-P-2.0', `for hardware; ${ANYTHING}`],
  ],
  software: [
    ['AGPL-3.0-or-later', 'for software; stays free even if it is only offered over a network'],
    ['GPL-3.0-or-later', `for software; ${STAYS_FREE}`],
    ['MPL-2.0', 'for software; its files stay free, also inside a closed program'],
    ['Apache-2.0', `for software, with a grant of patents; ${ANYTHING}`],
    ['MIT', `for software; ${ANYTHING}`],
  ],
  text: content('for texts'),
  media: content('for pictures, sound and film'),
  publication: content('for publications'),
  data: [
    ['ODbL-1.0', `for databases; ${STAYS_FREE}`],
    ['CC-BY-SA-4.0', `for data and texts; ${STAYS_FREE}`],
    ['CC-BY-4.0', `for data; ${ANYTHING}`],
    ['CC0-1.0', 'for data; nothing is reserved'],
  ],
}

/** Licences that fit a type of good, or the files of one, with a reason for each; share-alike first. */
export function suggestLicences(typeOrFiles: GoodType | readonly string[]): LicenceSuggestion[] {
  const type = typeof typeOrFiles === 'string' ? typeOrFiles : guessType(typeOrFiles)
  return BY_TYPE[type].map(([id, why]) => ({ id, name: freeLicence(id)!.name, why }))
}

/** A short list of common free licences for all types, for a message that refuses a missing or unfree one. */
export function commonFreeLicences(): FreeLicence[] {
  const ids = new Set(Object.values(BY_TYPE).flatMap((rows) => rows.map(([id]) => id)))
  return [...ids].map((id) => freeLicence(id)!)
}

function content(purpose: string): [id: string, why: string][] {
  return [
    ['CC-BY-SA-4.0', `${purpose}; ${STAYS_FREE}`],
    ['LAL-1.3', `for works of art and texts; ${STAYS_FREE}`],
    ['CC-BY-4.0', `${purpose}; ${ANYTHING}`],
    ['CC0-1.0', 'nothing is reserved'],
  ]
}
