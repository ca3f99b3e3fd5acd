import test from 'tape'
import { webAssets } from '../src/index.ts'

test('the page loads nothing from elsewhere, and every module it names is there', async (t) => {
  const assets = await webAssets()
  const text = (path: string): string => new TextDecoder().decode(assets.get(path)?.body)
  t.ok(assets.get('/index.html')?.type.startsWith('text/html'))
  let imports = 0
  for (const path of assets.keys()) {
    t.notOk(/https?:\/\//.test(text(path)), `${path} names no other host`)
    for (const [, name] of text(path).matchAll(/from '\.(\/[^']+)'/g)) {
      imports++
      t.ok(assets.has(name ?? ''), `${path} imports ${name}, which is there`)
    }
  }
  t.ok(imports > 5, 'the modules import each other')
})
