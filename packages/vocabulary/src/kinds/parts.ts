import Type from 'typebox'
import {
  MAX_LINES,
  MAX_LIST_PARTS,
  MAX_NAME,
  MAX_NOTE,
  MAX_PART_NAME,
  MAX_PLACES,
  MAX_QUANTITY,
  MAX_SUBSTITUTES,
  MAX_TAG,
  MAX_URL,
} from '../limits.ts'
import type { KindDefinition } from './definition.ts'
import { type Static, recordIdField, text, words } from './fields.ts'
import { refs } from './refs.ts'

/** What happens to what a line names, as Valueflows 1.0.0 calls it: used up, used and kept, looked up, or done. */
export const LINE_ACTIONS = ['consume', 'use', 'cite', 'work'] as const
export type LineAction = (typeof LINE_ACTIONS)[number]

export const quantityField = (description: string) =>
  Type.Number({ exclusiveMinimum: 0, maximum: MAX_QUANTITY, description })

export const unitField = words(
  MAX_TAG,
  'Its unit, as the name of an OM 2 unit ("one", "metre", "kilogram") or as the list has it.',
)

/** The digits of an amount stay text: a binary fraction would make another amount of it. */
const cost = Type.Object(
  {
    amount: Type.String({
      pattern: '^\\d{1,12}(\\.\\d{1,6})?$',
      description: 'Digits with a point, for one unit.',
    }),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217, such as "EUR".' }),
  },
  { description: 'What it costs outside the commons, as information.' },
)

const substitute = Type.Object({
  name: words(MAX_PART_NAME, 'What does as well.'),
  good: Type.Optional(recordIdField('The good it is made after.')),
  note: Type.Optional(text(MAX_NOTE, 'What to mind.')),
})

/** One line of a parts list. */
export const partLine = Type.Object({
  name: words(MAX_PART_NAME, 'What it is, as people call it.'),
  action: Type.Optional(
    Type.Enum([...LINE_ACTIONS], { description: 'What happens to it (Valueflows); `consume` when absent.' }),
  ),
  quantity: Type.Optional(quantityField('How many or how much; 1 when absent.')),
  unit: Type.Optional(unitField),
  good: Type.Optional(
    recordIdField('The good, or its exact version, that it is made after: a sub-assembly.'),
  ),
  equipment: Type.Optional(recordIdField('The equipment it is.')),
  missing: Type.Optional(Type.Literal(true, { description: 'Set if nobody has designed or found it yet.' })),
  id: Type.Optional(words(MAX_NAME, 'The number of the line in the author’s list.')),
  section: Type.Optional(words(MAX_NAME, 'The part of the list that it stands in.')),
  places: Type.Optional(
    Type.Array(words(MAX_TAG, 'A place.'), {
      maxItems: MAX_PLACES,
      description: 'Where it goes ("C1", "C2"): the reference designators.',
    }),
  ),
  maker: Type.Optional(words(MAX_NAME, 'Who makes it.')),
  number: Type.Optional(words(MAX_NAME, 'Its number at whoever makes it.')),
  material: Type.Optional(words(MAX_NAME, 'What it is made of.')),
  source: Type.Optional(text(MAX_URL, 'Where to get it: an address, or words.')),
  cost: Type.Optional(cost),
  substitutes: Type.Optional(
    Type.Array(substitute, { maxItems: MAX_SUBSTITUTES, description: 'What does as well.' }),
  ),
  note: Type.Optional(text(MAX_NOTE, 'Anything else.')),
})

export type PartLine = Static<typeof partLine>

export const partLines = Type.Array(partLine, {
  maxItems: MAX_LINES,
  description: 'The lines, in their order.',
})

export const partsSchema = Type.Object(
  {
    lines: partLines,
    more: Type.Optional(
      Type.Array(recordIdField('A record of the kind `parts`.'), {
        maxItems: MAX_LIST_PARTS,
        description: 'Records that hold the rest of a list too long for one, in their order.',
      }),
    ),
  },
  { description: 'The bill of materials.' },
)

export type Parts = Static<typeof partsSchema>

/** Where record ids are in a map that has `lines`. */
export const LINE_REFS = ['lines[].good', 'lines[].equipment', 'lines[].substitutes[].good'] as const

const IDS = refs(LINE_REFS)

const schema = Type.Object({ lines: partLines })

export type PartsFields = Static<typeof schema>

/** Lines of a parts list too long for the record of its good, which names this one in `parts.more`. */
export const parts: KindDefinition = {
  kind: 'parts',
  version: 1,
  schema,
  upgrades: [],
  unpack: (body) => IDS.unpack(body),
  pack: (body) => IDS.pack(body),
}
