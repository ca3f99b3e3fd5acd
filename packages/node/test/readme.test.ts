import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import test from 'tape'

test('the example of the README runs and says what its comments say', async (t) => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  const said = [...example.matchAll(/console\.log\(.*\) \/\/ ([^\n,]+)/g)].map((match) => match[1])
  const folder = await mkdtemp(join(tmpdir(), 'allmende-readme-'))
  const file = new URL(`./example-${process.pid}.ts`, import.meta.url)
  try {
    await writeFile(file, example.replace('/tmp/allmende-example', folder))
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(file),
    ])
    t.deepEqual(stdout.trim().split('\n'), said)
    t.equal(said.length, 2, 'both lines were looked at')
  } finally {
    await rm(file, { force: true })
    await rm(folder, { recursive: true, force: true })
  }
})
