import { readFileSync } from 'node:fs'
import test from 'tape'
import { ERRORS } from '../src/errors.ts'

test('every error is in SPEC.md, and SPEC.md has no other', (t) => {
  const spec = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8')
  const listed = [...spec.split('## Errors')[1]!.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code)
  t.same(listed, Object.keys(ERRORS))
  t.end()
})
