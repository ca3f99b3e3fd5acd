import { readFileSync, readdirSync } from 'node:fs'
import test from 'tape'
import { FILES_ERRORS } from '../src/index.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

test('F40 SPEC.md lists every error of the table, and no other', (t) => {
  const listed = [...read('../SPEC.md').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code ?? '')
  t.deepEqual(listed.toSorted(), Object.keys(FILES_ERRORS).toSorted())
  t.end()
})

test('F40 every error is used, and every rule of SPEC.md has a test', (t) => {
  const texts = (folder: string) =>
    readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(folder + name))
  const source = texts('../src/').join('\n')
  const unused = Object.keys(FILES_ERRORS).filter((code) => source.split(`'${code}'`).length < 2)
  t.deepEqual(unused, [])
  const tests = texts('./').join('\n')
  const rules = [...read('../SPEC.md').matchAll(/^- \*\*([FA]\d+)\*\*/gm)].map(([, rule]) => rule ?? '')
  t.ok(rules.length > 30)
  t.deepEqual(
    rules.filter((rule) => !new RegExp(`['\`"]${rule} `).test(tests)),
    [],
  )
  t.end()
})
