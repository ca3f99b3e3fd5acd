import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { HOUSE } from './floors.ts'
import { folderOf, importsIn, importsOf, PAGES } from './imports.ts'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

test('every import of a sibling goes to a lower floor and is on the list', (t) => {
  let seen = 0
  for (const [room, { floor, mayImport }] of Object.entries(HOUSE)) {
    for (const { file, line, name } of importsOf(folderOf(room))) {
      const sibling = /^@allmende\/([a-z]+)/.exec(name)?.[1]
      if (!sibling || sibling === room) continue
      seen++
      const lower = (HOUSE[sibling]?.floor ?? Infinity) < floor
      if (!lower || !mayImport.includes(sibling))
        t.fail(`${file}:${line} imports ${sibling}, which ${room} may not`)
    }
  }
  t.ok(seen > 20, `${seen} imports of siblings were looked at`)
  t.end()
})

test('no import reaches into another package past its public surface', (t) => {
  let seen = 0
  for (const room of Object.keys(HOUSE)) {
    const folder = folderOf(room)
    for (const { file, line, name } of importsOf(folder)) {
      if (!name.startsWith('.')) continue
      seen++
      const target = new URL(name, new URL(file, 'file:///')).pathname.slice(1)
      if (!target.startsWith(`${folder}/`)) t.fail(`${file}:${line} reaches outside its package: ${name}`)
    }
  }
  t.ok(seen > 50, `${seen} relative imports were looked at`)
  t.end()
})

test('every package names in its package.json what it imports, and nothing else', (t) => {
  let seen = 0
  for (const room of Object.keys(HOUSE)) {
    const folder = folderOf(room)
    const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
      dependencies?: Record<string, string>
    }
    const unused = new Set(Object.keys(manifest.dependencies ?? {}))
    const named = new Set(unused)
    for (const { file, line, name } of importsOf(folder)) {
      if (name.startsWith('.') || name.startsWith('node:')) continue
      seen++
      const dependency = packageOf(name)
      unused.delete(dependency)
      // The acceptance suite of the transports is source that others' tests import: it may use what tests use.
      if (dependency === `@allmende/${room}` || file.includes('/suite/')) continue
      if (!named.has(dependency))
        t.fail(`${file}:${line} imports ${dependency}, which ${folder}/package.json doesn't name`)
    }
    // The pages of `web` are built with what others wrote; when the program runs, nothing of it is asked for.
    if (room === 'web') for (const { name } of importsIn(globSync(PAGES))) unused.delete(packageOf(name))
    for (const dependency of unused)
      t.fail(`${folder}/package.json names ${dependency}, which nothing imports`)
  }
  t.ok(seen > 100, `${seen} imports were compared`)
  t.end()
})

test('the pages import the client of the API, what the package.json of web names, and nothing of Node', (t) => {
  const manifest = JSON.parse(readFileSync('packages/web/package.json', 'utf8')) as Manifest
  const named = { ...manifest.dependencies, ...manifest.devDependencies }
  const imports = importsIn(globSync(PAGES)).filter(({ name }) => !name.startsWith('.'))
  for (const { file, line, name } of imports)
    if (name !== '@allmende/api/client' && !(packageOf(name) in named))
      t.fail(`${file}:${line} imports ${name}`)
  t.ok(imports.length > 50, `${imports.length} imports were looked at`)
  t.end()
})

type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> }

function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/')
}

test('every package says what it is in a README', (t) => {
  for (const room of Object.keys(HOUSE))
    t.ok(existsSync(`${folderOf(room)}/README.md`), `${folderOf(room)}/README.md`)
  t.end()
})

test('every numbered rule of a SPEC.md has a test whose title begins with its number', (t) => {
  let rules = 0
  for (const spec of globSync('packages/*/SPEC.md')) {
    const folder = spec.replace('/SPEC.md', '')
    const titles = globSync([`${folder}/test/**/*.test.ts`, 'tests/**/*.test.ts'])
      .flatMap((file) => readFileSync(file, 'utf8'))
      .join('\n')
    for (const [, id] of readFileSync(spec, 'utf8').matchAll(/^[-*#| ]*\**([A-Z]\d+)\b/gm)) {
      rules++
      const tested = new RegExp(`['"\`](?:[A-Z]\\d+[ ,]+(?:and )?)*${id}\\b`)
      if (!tested.test(titles)) t.fail(`${spec}: ${id} has no test`)
    }
  }
  t.ok(rules > 40, `${rules} rules were looked for`)
  t.end()
})

test('no committed file names a path of somebody’s machine', (t) => {
  const places = [
    'packages/*/{src,test,types}/**/*',
    'cli/{src,test,bin}/**/*',
    'bootstrap/{src,test,bin}/**/*',
    'tests/**/*.{ts,md}',
    '*.md',
    'docs/**/*.md',
  ]
  const files = globSync(places).filter(
    (file) => /\.(ts|md|mjs|json)$/.test(file) && !file.includes('node_modules'),
  )
  const path = new RegExp(['/' + 'work/', '/' + 'root/', '/' + 'home/[a-z]+/[a-z]'].join('|'))
  for (const file of files) {
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => path.test(text))
    if (line >= 0) t.fail(`${file}:${line + 1} names a path of a machine`)
  }
  t.ok(files.length > 60, `${files.length} files were read`)
  t.end()
})
