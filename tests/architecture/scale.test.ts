import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'tape'

const root = new URL('../../', import.meta.url)

test('docs/scale.md names the bounds as they are in the code', async (t) => {
  const page = readFileSync(fileURLToPath(new URL('docs/scale.md', root)), 'utf8')
  const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| ([\d,]+) \| (\S+\.ts) \|$/gm)]
  for (const [, name = '', value = '', file = ''] of rows) {
    const module = (await import(new URL(file, root).href)) as Record<string, unknown>
    t.equal(Number(value.replaceAll(',', '')), module[name], `${name} in ${file}`)
  }
  t.ok(rows.length >= 14, `${rows.length} bounds`)
})
