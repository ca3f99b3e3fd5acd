import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { parseStory } from './parse.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const rows = readFileSync(`${here}../../docs/questions.md`, 'utf8').match(/^\| Q\d+ .*$/gm) ?? []

test('docs/questions.md names each question with the stories that answer it, and no other', (t) => {
  const said = rows.flatMap((row) => {
    const [question = ''] = /Q\d+/.exec(row) ?? []
    return [...row.matchAll(/stories\/([\w-]+)\.md/g)].map(([, story]) => `${question} ${story}`)
  })
  const shown = globSync(`${here}*.md`).flatMap((file) => {
    const { questions } = parseStory(readFileSync(file, 'utf8'))
    return questions.map((question) => `${question} ${basename(file, '.md')}`)
  })
  t.ok(shown.length > 0, 'stories name questions')
  t.deepEqual(said.toSorted(), shown.toSorted())
  t.end()
})

test('every story is told by a test of its own', (t) => {
  const untold = globSync(`${here}*.md`).filter((file) => !existsSync(file.replace(/\.md$/, '.test.ts')))
  t.deepEqual(untold, [])
  t.end()
})
