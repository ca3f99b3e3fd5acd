import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

type Title = { readonly file: string; readonly title: string }

/** Titles of all tests, those of the suites that packages hand out among them. */
function allTitles(): Title[] {
  const files = globSync([
    '{packages/*,cli,bootstrap}/test/**/*.ts',
    'tests/**/*.ts',
    'packages/*/src/**/*.ts',
  ])
  return files.flatMap((file) => {
    const suite = file.includes('/src/')
    if (suite && !/\/suite[./]/.test(file)) return []
    const title = suite ? /^\s*'([A-Z]+\d+ [^']+)'/gm : /^\s*(?:void )?test(?:\.\w+)?\(\s*['`"]([^'`"]+)/gm
    return [...readFileSync(file, 'utf8').matchAll(title)].map((match) => ({ file, title: match[1] ?? '' }))
  })
}

/** Ids at the beginning of a line of the specification: `**V1**`, in a list, a table or a paragraph. */
function rulesOf(spec: string): string[] {
  return [...readFileSync(spec, 'utf8').matchAll(/^(?:- |\| )?\*\*([A-Z]+\d+[a-z]?)\*\*/gm)].map(
    (match) => match[1] ?? '',
  )
}

const SPECS = globSync('{packages/*,cli,bootstrap}/SPEC.md')
const titles = allTitles()
/** A package may show that it keeps a rule of one below. */
const ALL_RULES = new Set(SPECS.flatMap(rulesOf))

for (const spec of SPECS) {
  const home = dirname(spec)
  test(`every rule of ${spec} has a test, and every test there that begins with an id names a rule`, (t) => {
    const rules = rulesOf(spec)
    t.ok(rules.length > 0, `${rules.length} rules`)
    t.equal(new Set(rules).size, rules.length, 'no id twice')
    const near = titles.filter(({ file }) => file.startsWith(`${home}/`) || !file.startsWith('packages/'))
    const tested = new Set(near.flatMap(({ title }) => title.match(/\b[A-Z]+\d+[a-z]?\b/g) ?? []))
    t.deepEqual(
      rules.filter((rule) => !tested.has(rule)),
      [],
      'rules without a test',
    )
    const named = titles
      .filter(({ file }) => file.startsWith(`${home}/`))
      .flatMap(({ title }) => /^[A-Z]+\d+[a-z]?\b/.exec(title)?.[0] ?? [])
    t.deepEqual(
      named.filter((id) => !ALL_RULES.has(id)),
      [],
      'tests of no rule',
    )
    t.end()
  })
}

test('no rule has the id of a rule in another package', (t) => {
  const all = SPECS.flatMap(rulesOf)
  t.deepEqual(
    all.filter((id, at) => all.indexOf(id) !== at),
    [],
  )
  t.end()
})
