import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { de } from '../src/app/locales/de.ts'
import { en } from '../src/app/locales/en.ts'
import { es } from '../src/app/locales/es.ts'

const APP = fileURLToPath(new URL('../src/app/', import.meta.url))
const PLURAL = /_(zero|one|two|few|many|other)$/
const CATALOGUES = { en, de, es }

function flat(tree: object, path = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') all.set(path + name, value)
    else for (const [key, text] of flat(value as object, `${path}${name}.`)) all.set(key, text)
  }
  return all
}

const bare = (key: string): string => key.replace(PLURAL, '')
const english = flat(en)

test('WB3 every language has every key, and no other', (t) => {
  const wanted = [...new Set([...english.keys()].map(bare))].toSorted()
  t.ok(wanted.length > 250, `${wanted.length} keys`)
  for (const [language, catalogue] of Object.entries(CATALOGUES))
    t.deepEqual([...new Set([...flat(catalogue).keys()].map(bare))].toSorted(), wanted, language)
  t.end()
})

test('WB3 every plural has the forms that its language has', (t) => {
  const plurals = new Set([...english.keys()].filter((key) => PLURAL.test(key)).map(bare))
  t.ok(plurals.size > 10, `${plurals.size} plurals`)
  for (const [language, catalogue] of Object.entries(CATALOGUES)) {
    const keys = flat(catalogue)
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const missing = [...plurals].flatMap((key) =>
      forms.map((form) => `${key}_${form}`).filter((name) => !keys.has(name)),
    )
    t.deepEqual(missing, [], `${language}: ${forms.join(', ')}`)
  }
  t.end()
})

test('WB3 every language fills in the same values, and says nothing empty', (t) => {
  const values = (text: string): string[] =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted()
  for (const [language, catalogue] of Object.entries(CATALOGUES))
    for (const [key, text] of flat(catalogue)) {
      const model = english.get(key) ?? english.get(`${bare(key)}_other`) ?? ''
      if (text.trim() === '' || values(text).join() !== values(model).join())
        t.fail(`${language} ${key}: "${text}"`)
    }
  t.pass('all were compared')
  t.end()
})

test('WB3 every key is used by the page', (t) => {
  const source = globSync('**/*.{ts,tsx}', { cwd: APP })
    .filter((file) => !file.startsWith('locales'))
    .map((file) => readFileSync(APP + file, 'utf8'))
    .join('\n')
  // `talk.${state}` uses whatever begins so; `good.${open}Title` what ends so too.
  const patterns = [...source.matchAll(/`([a-z]+\.(?:[a-z]+\.)*)\$\{[^}]+\}(\w*)`/g)].map(
    ([, begin = '', end = '']) => new RegExp(`^${begin.replaceAll('.', '\\.')}[\\w.-]+${end}$`),
  )
  t.ok(patterns.length > 10, `${patterns.length} keys are put together`)
  const unused = [...new Set([...english.keys()].map(bare))].filter(
    (key) => !source.includes(`'${key}'`) && !patterns.some((pattern) => pattern.test(key)),
  )
  t.deepEqual(unused, [])
  t.end()
})

test('WB47 what is refused is said for codes that there are, and names nothing that isn’t told with them', (t) => {
  const page = readFileSync(fileURLToPath(new URL('../../../docs/errors.md', import.meta.url)), 'utf8')
  const rows = new Map(
    [...page.matchAll(/^\| `(\w+)` \|[^|]*\| (.*)$/gm)].map(([, code = '', said = '']) => [code, said]),
  )
  const codes = Object.keys(en.refused)
  t.ok(codes.length > 50, `${codes.length} codes`)
  t.deepEqual(
    codes.filter((code) => !rows.has(code)),
    [],
    'every one is a code of the program',
  )
  const untold = Object.entries(en.refused).filter(([code, text]) =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)].some(([, name = '']) => !rows.get(code)?.includes(`{${name}}`)),
  )
  t.deepEqual(untold, [], 'every value that a sentence takes is told')
  t.end()
})
