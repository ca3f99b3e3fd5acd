import type { GoodType } from '@allmende/vocabulary'
import { guessType } from '../guess-type.ts'
import { freeLicence } from './table.ts'
import type { FreeLicence } from './types.ts'

/** What a licence was written for, as far as that says why it is suggested. */
const FOR = {
  hardware: 'for hardware',
  drawings: 'for drawings and instructions',
  software: 'for software',
  texts: 'for texts',
  media: 'for pictures, sound and film',
  publications: 'for publications',
  art: 'for works of art and texts',
  databases: 'for databases',
  'data-and-texts': 'for data and texts',
  data: 'for data',
} as const

/** What becomes of copies that are changed. */
const MEANS = {
  'share-alike': 'share-alike: changed copies stay free',
  'share-alike-over-network': 'stays free even if it is only offered over a network',
  'design-stays-free': 'the design stays free, also inside a closed product',
  'files-stay-free': 'its files stay free, also inside a closed program',
  permissive: 'permissive: changed copies may be closed',
  'permissive-with-patents': 'permissive, with a grant of patents: changed copies may be closed',
  'nothing-reserved': 'nothing is reserved',
} as const

type Row = readonly [id: string, purpose: keyof typeof FOR | null, means: keyof typeof MEANS]

/** Share-alike first: a commons that can be fenced in again is not much of one. */
const BY_TYPE: Readonly<Record<GoodType, readonly Row[]>> = {
  design: [
    ['CERN-OHL-S-2.0', 'hardware', 'share-alike'],
    ['CERN-OHL-W-2.0', 'hardware', 'design-stays-free'],
    ['CC-BY-SA-4.0', 'drawings', 'share-alike'],
    ['CERN-OHL-P-2.0', 'hardware', 'permissive'],
  ],
  software: [
    ['AGPL-3.0-or-later', 'software', 'share-alike-over-network'],
    ['GPL-3.0-or-later', 'software', 'share-alike'],
    ['MPL-2.0', 'software', 'files-stay-free'],
    ['Apache-2.0', 'software', 'permissive-with-patents'],
    ['MIT', 'software', 'permissive'],
  ],
  text: content('texts'),
  media: content('media'),
  publication: content('publications'),
  data: [
    ['ODbL-1.0', 'databases', 'share-alike'],
    ['CC-BY-SA-4.0', 'data-and-texts', 'share-alike'],
    ['CC-BY-4.0', 'data', 'permissive'],
    ['CC0-1.0', 'data', 'nothing-reserved'],
  ],
}

export type LicenceSuggestion = {
  readonly id: string
  readonly name: string
  /** In English words. */
  readonly why: string
  /** The same by codes: null where it is meant for anything. */
  readonly purpose: keyof typeof FOR | null
  readonly means: keyof typeof MEANS
}

/** Licences that fit a type of good, or the files of one, with a reason for each; share-alike first. */
export function suggestLicences(typeOrFiles: GoodType | readonly string[]): LicenceSuggestion[] {
  const type = typeof typeOrFiles === 'string' ? typeOrFiles : guessType(typeOrFiles)
  return BY_TYPE[type].map(([id, purpose, means]) => ({
    id,
    name: freeLicence(id)!.name,
    why: purpose === null ? MEANS[means] : `${FOR[purpose]}; ${MEANS[means]}`,
    purpose,
    means,
  }))
}

/** A short list of common free licences for all types, for a message that refuses a missing or unfree one. */
export function commonFreeLicences(): FreeLicence[] {
  const ids = new Set(Object.values(BY_TYPE).flatMap((rows) => rows.map(([id]) => id)))
  return [...ids].map((id) => freeLicence(id)!)
}

function content(purpose: keyof typeof FOR): readonly Row[] {
  return [
    ['CC-BY-SA-4.0', purpose, 'share-alike'],
    ['LAL-1.3', 'art', 'share-alike'],
    ['CC-BY-4.0', purpose, 'permissive'],
    ['CC0-1.0', null, 'nothing-reserved'],
  ]
}
