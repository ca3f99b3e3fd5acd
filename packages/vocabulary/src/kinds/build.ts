import Type from 'typebox'
import {
  MAX_COMMENT,
  MAX_GRADE,
  MAX_LICENCE,
  MAX_MENTIONS,
  MAX_NAME,
  MAX_NOTE,
  MAX_PART_NAME,
  MAX_PATH_BYTES,
  MAX_TITLE,
} from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, recordIdField, text, words } from './fields.ts'
import { checkFiles, fileListSchema, packFileCores, unpackFileCores } from './file-list.ts'
import { LINE_REFS, partLines, quantityField, unitField } from './parts.ts'
import { refs } from './refs.ts'

/** How a build came out. */
export const OUTCOMES = ['works', 'partly', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

const MAX_HOURS = 1e6

const grade = (description: string) =>
  Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_GRADE, description }))

const problem = Type.Object({
  part: Type.Optional(words(MAX_PART_NAME, 'The part it was about, as the parts list names it.')),
  text: words(MAX_NOTE, 'What went wrong, and what helped.'),
})

const used = Type.Object({
  name: words(MAX_PART_NAME, 'What was used.'),
  thing: Type.Optional(recordIdField('The same as a thing in this network.')),
})

const schema = Type.Object({
  about: recordIdField('The exact version of the good that was built.'),
  outcome: Type.Enum([...OUTCOMES], { description: 'How it came out.' }),
  title: Type.Optional(words(MAX_TITLE, 'What to call it, such as "ten for the repair café".')),
  amount: Type.Optional(quantityField('How many or how much was made; 1 when absent.')),
  unit: Type.Optional(unitField),
  text: Type.Optional(text(MAX_COMMENT, 'How it went.')),
  problems: Type.Optional(Type.Array(problem, { maxItems: MAX_MENTIONS, description: 'What went wrong.' })),
  changes: Type.Optional(text(MAX_COMMENT, 'What was made otherwise than the version says.')),
  equipment: Type.Optional(
    Type.Array(used, { maxItems: MAX_MENTIONS, description: 'Machines and tools that were used.' }),
  ),
  materials: Type.Optional(partLines),
  effort: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, maximum: MAX_HOURS, description: 'Hours of work, of all together.' }),
  ),
  repairability: grade('How well it can be repaired, 1 to 5.'),
  modularity: grade('How well its parts can be swapped, 1 to 5.'),
  ease: grade('How easy it is to build without special tools, 1 to 5.'),
  commercial: Type.Optional(Type.Boolean({ description: 'Whether it was built to be sold.' })),
  place: Type.Optional(words(MAX_NAME, 'Where, as far as one wants to say.')),
  finished: Type.Optional(
    Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The day, YYYY-MM-DD.' }),
  ),
  files: Type.Optional(fileListSchema),
  image: Type.Optional(words(MAX_PATH_BYTES, 'The file that shows it best.')),
  licence: Type.Optional(words(MAX_LICENCE, 'An SPDX expression for text and files.')),
})

export type BuildFields = Static<typeof schema>

const IDS = refs([
  'about',
  'equipment[].thing',
  ...LINE_REFS.map((path) => path.replace('lines', 'materials')),
])

/** Somebody made what a good describes: of which version, with what, and how it came out. */
export const build: KindDefinition = {
  kind: 'build',
  version: 1,
  schema,
  change: Type.Partial(schema),
  upgrades: [],
  unpack(body) {
    IDS.unpack(body)
    unpackFileCores(body)
  },
  pack: (body) => packFileCores(IDS.pack(body)),
  check: checkFiles,
}
