import { CREDIT_ROLES, FILE_ROLES, type PartLine } from '@allmende/vocabulary'
import type { Seeded } from '@allmende/testkit'
import type { ImportedFields } from '../src/index.ts'

const WORDS = [
  'Lamp',
  'Ä–ß',
  '"quoted"',
  'a: b',
  '# no comment',
  '-',
  '0x10',
  '1.0',
  'true',
  'null',
  '{x}',
  '[y]',
  '@z',
  "it's",
  '日本',
  '💡',
  'back\\slash',
  'tab\there',
  '2025-03-06',
  '*star',
  '&and',
  '=1+1',
  'path/to.file',
  'https://a.example/b?c=d#e',
]

const word = (random: Seeded) => random.pick(WORDS)
const words = (random: Seeded) => Array.from({ length: 1 + random.int(4) }, () => word(random)).join(' ')
const many = <T>(random: Seeded, make: () => T, most = 3): T[] =>
  Array.from({ length: 1 + random.int(most) }, make)
const address = (random: Seeded) =>
  random.pick([
    'docs/a.md',
    'https://a.example/b',
    'cad/x y.step',
    'https://forge.example/o/r/blob/main/z/okh.toml',
    'some words',
  ])

/** Fields of a good with everything in them that a manifest can bring, each with one chance in two. */
export function randomFields(random: Seeded): ImportedFields {
  const maybe = <T>(value: () => T): T | undefined => (random.chance(0.5) ? value() : undefined)
  const fields = {
    title: words(random),
    licence: random.pick([
      'MIT',
      'CERN-OHL-S-2.0',
      'MIT AND (CC-BY-4.0 OR CC0-1.0)',
      'no licence of any kind',
    ]),
    type: random.pick(['design', 'design', 'software', 'text'] as const),
    description: maybe(() => many(random, () => words(random)).join('\n')),
    tags: maybe(() => [...new Set(many(random, () => word(random)))]),
    language: maybe(() => random.pick(['en', 'pt-BR'])),
    version: maybe(() => random.pick(['1', '1.10', '2.0', 'v3 final'])),
    licences: maybe(() => many(random, () => ({ under: 'docs/a', licence: 'MIT' }))),
    roles: maybe(() => many(random, () => randomRole(random), 6)),
    credits: maybe(() => many(random, () => randomCredit(random), 4)),
    funding: maybe(() => [{ name: words(random), note: words(random) }]),
    design: maybe(() => randomDesign(random)),
    foreign: maybe(() => ({ okh1: randomForeign(random), losh: randomForeign(random) })),
  }
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as ImportedFields
}

function randomRole(random: Seeded) {
  const role = { role: random.pick(FILE_ROLES), at: address(random) }
  return random.chance(0.5) ? { ...role, title: words(random) } : role
}

function randomCredit(random: Seeded) {
  const roles = [...new Set(many(random, () => random.pick(CREDIT_ROLES)))]
  return {
    name: words(random),
    roles,
    ...(random.chance(0.5) ? { email: 'a@b.example' } : {}),
    ...(random.chance(0.3) ? { affiliation: words(random) } : {}),
    ...(random.chance(0.2) ? { url: 'https://a.example' } : {}),
  }
}

function randomDesign(random: Seeded): NonNullable<ImportedFields['design']> {
  return {
    ...(random.chance(0.5) ? { function: words(random) } : {}),
    ...(random.chance(0.5) ? { technologyReadiness: 'OTRL-3', documentationReadiness: 'ODRL-3*' } : {}),
    ...(random.chance(0.5) ? { stage: words(random), safety: words(random) } : {}),
    ...(random.chance(0.5) ? { technologies: ['3DP', words(random)] } : {}),
    ...(random.chance(0.5)
      ? { standards: [{ title: words(random), publisher: words(random) }, { title: 'b' }] }
      : {}),
    ...(random.chance(0.5)
      ? { mass: random.pick([0.1, 330.5, 1e6]), size: { width: 1.5, height: 2, depth: 3 } }
      : {}),
    ...(random.chance(0.5) ? { tools: many(random, () => words(random)), material: words(random) } : {}),
    ...(random.chance(0.5) ? { made: random.chance(0.5), madeByOthers: random.chance(0.5) } : {}),
    ...(random.chance(0.3) ? { attestation: 'https://a.example', patentClass: 'F21S 6/00' } : {}),
  }
}

function randomForeign(random: Seeded): Record<string, unknown> {
  const keys = many(
    random,
    () => random.pick(['x-colour', 'Ä', 'a b', 'constructor', 'toString', 'c.d', '#e', 'f:g']),
    4,
  )
  return Object.fromEntries(keys.map((key) => [key, randomValue(random, 0)]))
}

function randomValue(random: Seeded, level: number): unknown {
  const kind = random.int(level > 3 ? 5 : 7)
  if (kind === 0) return words(random)
  if (kind === 1) return random.pick([0, -1, 1.5, 1e-7, 123_456_789_012, 0.1])
  if (kind === 2) return random.chance(0.5)
  if (kind === 3) return null
  if (kind === 4) return ''
  if (kind === 5) return many(random, () => randomValue(random, level + 1))
  return Object.fromEntries(many(random, () => [word(random), randomValue(random, level + 1)]))
}

export function randomLines(random: Seeded): PartLine[] {
  if (random.chance(0.3)) return []
  return many(
    random,
    (): PartLine => ({
      name: words(random),
      ...(random.chance(0.5)
        ? { quantity: random.pick([1, 0.5, 12]), unit: random.pick(['one', 'metre']) }
        : {}),
      ...(random.chance(0.5) ? { id: word(random), section: words(random) } : {}),
      ...(random.chance(0.3) ? { action: 'use' } : {}),
      ...(random.chance(0.3) ? { places: ['C1', 'C2', 'C3', 'R7'] } : {}),
      ...(random.chance(0.5) ? { maker: words(random), number: word(random), material: words(random) } : {}),
      ...(random.chance(0.5) ? { source: address(random), note: words(random) } : {}),
      ...(random.chance(0.5) ? { cost: { amount: '12.50', currency: 'EUR' } } : {}),
      ...(random.chance(0.2) ? { missing: true } : {}),
      ...(random.chance(0.2) ? { substitutes: [{ name: words(random), note: words(random) }] } : {}),
    }),
    6,
  )
}
