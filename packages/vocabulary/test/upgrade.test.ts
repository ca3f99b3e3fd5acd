import test from 'tape'
import Type from 'typebox'
import { type AnyRecord, KINDS, type KindDefinition, type UpgradeStep, upgrade } from '../src/index.ts'
import { codeOf } from './code-of.ts'

/** A kind that was changed twice: sizes became numbers, then got a unit. */
const RECIPE: KindDefinition = {
  kind: 'recipe',
  version: 3,
  schema: Type.Object({}),
  upgrades: [
    { from: 1, what: 'size as a number', body: ({ size, ...others }) => ({ ...others, size: Number(size) }) },
    { from: 2, what: 'size in grams', body: ({ size, ...others }) => ({ ...others, grams: size }) },
  ],
}

const recipe = (v: number, body: { [field: string]: unknown }): AnyRecord => ({
  kind: 'recipe',
  v,
  clock: [1, 0],
  body,
})

/** For each step of a real kind an old body and what becomes of it. A step without an entry here fails the test. */
const EXAMPLES: { [kindAndVersion: string]: { before: AnyRecord; after: AnyRecord } } = {}

test('V23 an old record is brought up step by step, keeping what the steps do not know', (t) => {
  t.deepEqual(
    upgrade(recipe(1, { size: '250', taste: 'good' }), RECIPE),
    recipe(3, { grams: 250, taste: 'good' }),
  )
  t.deepEqual(upgrade(recipe(2, { size: 250 }), RECIPE), recipe(3, { grams: 250 }))
  t.deepEqual(upgrade(recipe(3, { grams: 1 }), RECIPE), recipe(3, { grams: 1 }), 'a new one stays')
  const old = recipe(1, { size: '1' })
  upgrade(old, RECIPE)
  t.deepEqual(old, recipe(1, { size: '1' }), 'the old record itself is not touched')
  t.end()
})

test('V23 a step that is missing or fails is told as such', (t) => {
  const gap: KindDefinition = { ...RECIPE, upgrades: RECIPE.upgrades.slice(1) }
  t.equal(
    codeOf(() => upgrade(recipe(1, {}), gap)),
    'RECORD_UPGRADE',
  )
  const broken: UpgradeStep = {
    from: 1,
    what: 'trips',
    body: () => {
      throw new TypeError('undefined is not a function')
    },
  }
  t.equal(
    codeOf(() => upgrade(recipe(1, {}), { ...RECIPE, upgrades: [broken] })),
    'RECORD_UPGRADE',
  )
  t.end()
})

test('V23 every kind has a step for each of its old versions, and every step is called here', (t) => {
  for (const kind of KINDS) {
    const expected = Array.from({ length: kind.version - 1 }, (_, at) => at + 1)
    t.deepEqual(
      kind.upgrades.map(({ from }) => from),
      expected,
      `${kind.kind}: version ${kind.version}`,
    )
    for (const { from } of kind.upgrades) {
      const example = EXAMPLES[`${kind.kind} ${from}`]
      t.ok(example, `there is an example for ${kind.kind} ${from}`)
      if (example) t.deepEqual(upgrade(example.before, kind), example.after)
    }
  }
  const steps = KINDS.flatMap(({ kind, upgrades }) => upgrades.map(({ from }) => `${kind} ${from}`))
  t.deepEqual(Object.keys(EXAMPLES).sort(), steps.sort(), 'no example without its step')
  t.end()
})
