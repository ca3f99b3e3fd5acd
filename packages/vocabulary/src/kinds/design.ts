import Type from 'typebox'
import { MAX_COMMENT, MAX_MENTIONS, MAX_NAME, MAX_PART_NAME, MAX_URL } from '../limits.ts'
import { type Static, text, words } from './fields.ts'

const length = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: 1e9, description })

const standard = Type.Object({
  title: words(MAX_PART_NAME, 'Its name or number.'),
  publisher: Type.Optional(words(MAX_NAME, 'Who publishes it.')),
  reference: Type.Optional(text(MAX_URL, 'Where it is found.')),
})

/** What only a design has. Names and values are those of Open Know-How 2 (OKH-LOSH), in camel case; OKH 1 where that has none. */
export const designSchema = Type.Object(
  {
    function: Type.Optional(
      text(MAX_COMMENT, 'What it does and for whom (OKH 2 `function`, OKH 1 `intended-use`).'),
    ),
    technologyReadiness: Type.Optional(
      Type.String({ pattern: '^OTRL-[1-6]$', description: 'Readiness of the technology, OTRL-1 to OTRL-6.' }),
    ),
    documentationReadiness: Type.Optional(
      Type.String({
        pattern: '^ODRL-([1-4]|3\\*)$',
        description: 'Readiness of the documentation, ODRL-1 to ODRL-4 (with ODRL-3*).',
      }),
    ),
    stage: Type.Optional(words(MAX_PART_NAME, 'How far it has come, in the author’s words (OKH 1).')),
    technologies: Type.Optional(
      Type.Array(words(MAX_NAME, 'One, such as "3DP" or "PCB".'), {
        maxItems: MAX_MENTIONS,
        description: 'How it is made: ids of technology-specific documentation criteria (TsDC).',
      }),
    ),
    standards: Type.Optional(
      Type.Array(standard, { maxItems: MAX_MENTIONS, description: 'The standards that it complies with.' }),
    ),
    patentClass: Type.Optional(words(MAX_NAME, 'Its class in the Cooperative Patent Classification.')),
    attestation: Type.Optional(text(MAX_URL, 'Where its attestation (DIN SPEC 3105) is found.')),
    mass: Type.Optional(length('In grams.')),
    size: Type.Optional(
      Type.Object(
        { width: length('Millimetres.'), height: length('Millimetres.'), depth: length('Millimetres.') },
        { description: 'The outer dimensions.' },
      ),
    ),
    material: Type.Optional(words(MAX_PART_NAME, 'What it is mainly made of.')),
    tools: Type.Optional(
      Type.Array(words(MAX_PART_NAME, 'A tool or machine.'), {
        maxItems: MAX_MENTIONS,
        description: 'What one needs to make it, where the parts list doesn’t say.',
      }),
    ),
    made: Type.Optional(Type.Boolean({ description: 'Whether it was ever made, as the author says.' })),
    madeByOthers: Type.Optional(
      Type.Boolean({ description: 'Whether somebody else made it, as the author says (OKH 1).' }),
    ),
    safety: Type.Optional(text(MAX_COMMENT, 'Notice on health and safety.')),
  },
  { description: 'What only a design has, named as in Open Know-How.' },
)

export type Design = Static<typeof designSchema>
