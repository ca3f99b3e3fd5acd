import Type from 'typebox'
import {
  MAX_LICENCE,
  MAX_MENTIONS,
  MAX_NAME,
  MAX_NOTE,
  MAX_PART_NAME,
  MAX_PATH_BYTES,
  MAX_URL,
} from '../limits.ts'
import { type Static, personId, text, words } from './fields.ts'

/** What somebody has to do with a good. The words are those of OKH 1 and 2, and of CSL. */
export const CREDIT_ROLES = [
  'author',
  'licensor',
  'maintainer',
  'contributor',
  'contact',
  'manifest',
] as const

const credit = Type.Object({
  name: words(MAX_PART_NAME, 'Who: a person or an organisation.'),
  roles: Type.Array(Type.Enum([...CREDIT_ROLES]), {
    maxItems: CREDIT_ROLES.length,
    description: 'What they did.',
  }),
  person: Type.Optional(personId('The same in this network, if known.')),
  email: Type.Optional(text(MAX_PART_NAME, 'As the manifest has it.')),
  url: Type.Optional(text(MAX_URL, 'A page of theirs.')),
  affiliation: Type.Optional(text(MAX_PART_NAME, 'The organisation they belong to.')),
})

export const creditsSchema = Type.Array(credit, {
  maxItems: MAX_MENTIONS,
  description: 'Who made it, beside the author of the record.',
})

/** What a file, or an address outside, is for. In OKH 1 the fields of these names, in OKH 2 the nearest. */
export const FILE_ROLES = [
  'project',
  'documentation',
  'repository',
  'release',
  'archive',
  'manifest',
  'image',
  'bom',
  'source',
  'export',
  'making-instructions',
  'operating-instructions',
  'maintenance-instructions',
  'disposal-instructions',
  'quality-instructions',
  'risk-assessment',
  'schematic',
  'software',
  'tool-settings',
  'tool-list',
  'contribution-guide',
  'readme',
  'publication',
  'variant-of',
  'derivative-of',
  'auxiliary',
] as const
export type FileRole = (typeof FILE_ROLES)[number]

const role = Type.Object({
  role: Type.Enum([...FILE_ROLES], { description: 'What it is for.' }),
  at: words(MAX_URL, 'The path of a file of the good, or an address on the web.'),
  title: Type.Optional(text(MAX_PART_NAME, 'What it is called.')),
})

export const rolesSchema = Type.Array(role, {
  maxItems: MAX_MENTIONS,
  description: 'What its files and addresses are for.',
})

const partLicence = Type.Object({
  under: words(MAX_PATH_BYTES, 'The path of a file or folder of the good.'),
  licence: words(MAX_LICENCE, 'An SPDX expression.'),
})

export const licencesSchema = Type.Array(partLicence, {
  maxItems: MAX_MENTIONS,
  description: 'Files under another licence than the good; the longest path that fits counts.',
})

const grant = Type.Object({
  name: words(MAX_PART_NAME, 'Who gave.'),
  award: Type.Optional(text(MAX_NAME, 'The number of the grant.')),
  note: Type.Optional(text(MAX_NOTE, 'What for.')),
})

export const fundingSchema = Type.Array(grant, {
  maxItems: MAX_MENTIONS,
  description: 'Who paid for it. It buys no say.',
})

/** Fields of a standard that we have no name for, by the name of the standard: given back on export. */
export const foreignSchema = Type.Record(
  Type.String({ pattern: '^[a-z][a-z0-9.-]{0,39}$' }),
  Type.Unknown(),
  {
    description:
      'What an imported manifest said that has no field here, by its format: given back on export.',
  },
)

export type Credit = Static<typeof credit>
export type FileAndRole = Static<typeof role>
export type PartLicence = Static<typeof partLicence>
export type Grant = Static<typeof grant>
