import { readFileSync } from 'node:fs'
import test from 'tape'
import { errorsPage, errorTables } from '../../scripts/documents/errors-page.ts'

test('docs/errors.md has every error, and no other', async (t) => {
  const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  t.equal(page, await errorsPage(), 'made by npm run docs:errors')
})

test('a code means one thing: no two packages use the same', async (t) => {
  const owner = new Map<string, string>()
  for (const { name, table } of await errorTables()) {
    for (const code of Object.keys(table)) {
      if (!/^[A-Z][A-Z0-9_]+$/.test(code)) t.fail(`${code} of ${name} is not in the form of a code`)
      if (owner.has(code)) t.fail(`${code} is used by ${owner.get(code)} and ${name}`)
      owner.set(code, name)
    }
  }
  t.ok(owner.size > 100, `${owner.size} codes`)
})
