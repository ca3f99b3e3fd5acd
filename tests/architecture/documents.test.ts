import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { HOUSE } from './floors.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

test('every file and folder that a document at the top names is there', (t) => {
  let named = 0
  for (const document of ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    for (const [, path] of readFileSync(document, 'utf8').matchAll(
      /`((?:packages|cli|bootstrap|tests|scripts|docs)\/[\w./-]+)`/g,
    )) {
      named++
      if (!existsSync(path ?? '')) t.fail(`${document} names ${path}, which isn't there`)
    }
  }
  t.ok(named > 15, `${named} paths were looked for`)
  t.end()
})

test('the table of the house in ARCHITECTURE.md is the one that is tested', (t) => {
  const text = readFileSync('ARCHITECTURE.md', 'utf8')
  for (const [room, { floor, mayImport }] of Object.entries(HOUSE)) {
    const row = new RegExp(`^\\| (\\d) \\| \\[${room}\\].*\\| ([^|]*) \\|$`, 'm').exec(text)
    t.equal(Number(row?.[1]), floor, `${room} is on floor ${floor}`)
    const said = row?.[2] ?? ''
    const expected = room === 'node' ? 'all above' : mayImport.length === 0 ? '–' : mayImport.join(', ')
    t.equal(said, expected, `${room} may import ${expected}`)
  }
  t.end()
})

type Manifest = Partial<
  Record<'dependencies' | 'optionalDependencies' | 'devDependencies', Record<string, string>>
>

test('ARCHITECTURE.md gives no reason for a dependency that isn’t there', (t) => {
  const there = new Set(
    globSync(['packages/*/package.json', 'cli/package.json', 'bootstrap/package.json']).flatMap((file) => {
      const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
        readFileSync(file, 'utf8'),
      ) as Manifest
      return Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })
    }),
  )
  const table = readFileSync('ARCHITECTURE.md', 'utf8').split('## Dependencies, and why')[1] ?? ''
  const named = [...table.matchAll(/^\| ([@a-z][^|]*) \|/gm)].flatMap(([, names = '']) =>
    names.replace(' and its like', '').split(', '),
  )
  t.ok(named.length > 15, `${named.length} names were looked for`)
  for (const name of named) t.ok(there.has(name), `${name} is a dependency of a package`)
  t.end()
})

test('every dependency has a sentence that says why it is there', (t) => {
  const why = readFileSync('ARCHITECTURE.md', 'utf8')
  for (const file of globSync(['packages/*/package.json', 'cli/package.json', 'bootstrap/package.json'])) {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      if (name.startsWith('@allmende/')) continue
      t.ok(why.includes(name), `${name} of ${file}`)
    }
  }
  t.end()
})
