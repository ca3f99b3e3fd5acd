import test from 'tape'
import { decodeRecord, encodeRecord, validate } from '@allmende/vocabulary'
import { seeded } from '@allmende/testkit'
import { readOkh } from '../src/index.ts'
import { LAMP_2020, LAMP_V1, LAMP_V2 } from './manifests.ts'

const HEAD = 'title: A\ndescription: B\nlicense: MIT\n'
const MIB = 1024 * 1024

/** What comes out can always be written as a record, and read again. */
function writable(text: string): string[] {
  const { good } = readOkh(text, 'okh')
  if (!good) return []
  const record = {
    kind: 'good',
    v: 1,
    clock: [1, 0] as [number, number],
    body: { title: 'x', licence: 'x', ...good.fields, type: 'design' as const },
  }
  const issues = [
    ...validate(record),
    ...validate({ ...record, kind: 'parts', body: { lines: good.parts.slice(0, 1000) } }),
  ]
  decodeRecord(encodeRecord(record))
  return issues.map(({ path }) => path)
}

function quick(t: test.Test, what: string, text: string, limit = 60_000): ReturnType<typeof readOkh> {
  const start = performance.now()
  const result = readOkh(text, 'okh')
  const took = performance.now() - start
  t.ok(took < limit, `${what}: ${took.toFixed(0)} ms`)
  t.deepEqual(writable(text), [], `${what}: what is left can be written`)
  return result
}

test('I16 a few lines that stand for billions of values are refused', (t) => {
  const laughs = Array.from(
    { length: 12 },
    (_, at) => `l${at + 1}: &l${at + 1} [${Array(10).fill(`*l${at}`).join(', ')}]`,
  )
  const { good, findings } = quick(t, 'laughs', `${HEAD}l0: &l0 lol\n${laughs.join('\n')}\n`)
  t.equal(good, null)
  t.equal(findings[0]?.code, 'OKH_ALIASES')
  const wide = `${HEAD}a: &a [${Array(20_000).fill('x').join(', ')}]\nb: [${Array(60).fill('*a').join(', ')}]\n`
  t.ok(quick(t, 'few aliases of much', wide).findings.some(({ code }) => code === 'OKH_ALIASES'))
  t.equal(
    quick(t, 'an honest alias', `${HEAD}licensor: &me {name: Ada}\ncontact: *me\n`).good?.fields.credits
      ?.length,
    1,
  )
  quick(t, 'an alias of itself', `${HEAD}a: &a [*a]\n`)
  t.end()
})

test('I16 texts that are long, deep or wide are refused or cut, and told', (t) => {
  t.equal(quick(t, '10 MB', 'a'.repeat(10 * MIB)).findings[0]?.code, 'OKH_TOO_LARGE')
  const long = quick(t, 'a long title', `title: ${'ä'.repeat(900_000)}\ndescription: B\nlicense: MIT\n`)
  t.equal(long.good?.fields.title?.length, 200)
  t.equal(long.findings[0]?.code, 'OKH_CUT')
  t.ok((long.findings[0]?.message.length ?? 0) < 400, 'a message stays short')
  const words = quick(
    t,
    'a long description',
    `title: A\nlicense: MIT\ndescription: ${'word '.repeat(150_000)}\nx: ${'y'.repeat(90_000)}\n`,
  )
  t.deepEqual(
    words.findings.map(({ code }) => code),
    ['OKH_CUT', 'INTEROP_ROOM', 'INTEROP_ROOM'],
  )
  t.ok((words.good?.fields.description?.length ?? 0) > 14_000)
  for (const deep of [
    '['.repeat(500_000),
    '{a: '.repeat(200_000),
    '- '.repeat(400_000),
    'a:\n'.repeat(3) + '? '.repeat(100_000),
  ]) {
    t.ok(
      quick(t, `deep ${deep.slice(0, 4)}`, HEAD + deep).findings.some(({ code }) =>
        /TOO_DEEP|SYNTAX/.test(code),
      ),
    )
  }
  const steps = Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')
  quick(t, 'deep steps', `${HEAD}${steps} 1\n`)
  quick(t, 'many keys', HEAD + Array.from({ length: 20_000 }, (_, at) => `k${at}: ${at}`).join('\n'), 60_000)
  quick(t, 'many people', `${HEAD}contributors:\n${'- name: Ada\n'.repeat(20_000)}`, 60_000)
  quick(
    t,
    'many parts',
    `okhv = "2.4"\nname = "A"\nfunction = "B"\nlicense = "MIT"\n${'[[part]]\nname = "P"\nsource = "a.scad"\n'.repeat(9_000)}`,
    8000,
  )
  quick(t, 'TOML, deep', `okhv = "2.4"\nname = "A"\nx = ${'['.repeat(50_000)}`)
  quick(t, 'TOML, all broken', `okhv = "2.4"\nname = "A"\n${'x = = 1\n'.repeat(5_000)}`)
  quick(t, 'YAML, all broken', `title: A\n${'x: "\n'.repeat(5_000)}`)
  t.end()
})

test('I16 names that mean something to JavaScript mean nothing here', (t) => {
  const yaml = quick(
    t,
    'YAML',
    `${HEAD}__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\ntoString: x\nx: {__proto__: {polluted: 1}, y: 1}\nlicensor: {__proto__: {name: P}, name: Ada}\n`,
  )
  t.deepEqual(yaml.good?.fields.foreign?.['okh1'], {
    constructor: { prototype: { polluted: 1 } },
    toString: 'x',
    x: { y: 1 },
  })
  t.equal(yaml.findings.filter(({ code }) => code === 'OKH_KEY_REFUSED').length, 3)
  const toml = quick(
    t,
    'TOML',
    'okhv = "2.4"\nname = "A"\nfunction = "B"\nlicense = "MIT"\n[__proto__]\npolluted = 1\n[constructor.prototype]\npolluted = 1\n',
  )
  t.equal(toml.good?.fields.title, 'A')
  const licence = `${HEAD}schematics: [a.sch]\n`.replace('MIT', '{constructor: MIT, hardware: Apache-2.0}')
  t.equal(quick(t, 'a licence', licence).good?.fields.licence, 'MIT AND Apache-2.0')
  const keys = Object.keys(Object).length
  const large = { constructor: { keys: 'k', polluted: 'x'.repeat(9_000), more: 'y'.repeat(9_000) } }
  const format = quick(t, 'a format', `${HEAD}allmende: {foreign: '${JSON.stringify(large)}'}\n`)
  t.deepEqual(Object.keys(format.good?.fields.foreign?.['constructor'] ?? {}), ['keys', 'more'])
  t.equal(Object.keys(Object).length, keys)
  t.equal(({} as Record<string, unknown>)['polluted'], undefined)
  t.end()
})

test('I16 whatever is done to a manifest, reading it throws nothing and gives what can be written', (t) => {
  const random = seeded('I16')
  const scraps = [
    '\n',
    ':',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '- ',
    '  ',
    '#',
    '&a ',
    '*a',
    '!!binary ',
    '|',
    '>',
    '=',
    '[[',
    '\0',
    '\uD800',
    '\u2028',
    '💡',
    '0x',
    '.inf',
    '.nan',
    '1e999',
    '9007199254740993',
    '"""',
    '<<: ',
  ]
  const wrong: string[] = []
  for (let round = 0; round < 300; round++) {
    const one = random.fork(String(round))
    let text = one.pick([LAMP_V1, LAMP_V2, LAMP_2020])
    for (let edits = one.int(6); edits >= 0; edits--) {
      const at = one.int(text.length)
      text = text.slice(0, at) + one.pick(scraps) + text.slice(at + (one.chance(0.5) ? one.int(20) : 0))
    }
    for (const path of writable(text)) wrong.push(`round ${round}: ${path}`)
  }
  t.deepEqual(wrong, [], '300 manifests of seed I16')
  t.end()
})
