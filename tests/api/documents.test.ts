import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import test from 'tape'
import { serve } from '@allmende/api'
import { silentLogger } from '@allmende/testkit'
import { scene } from '../scene.ts'
import { mismatch } from '../stories/match.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const blocks = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text = '']) => text)

test('the program of docs/api.md runs against a node and prints what the page says', async (t) => {
  const { open, home, folder } = scene(t)
  const node = await open('anna')
  const server = await serve({ node, home: home('anna'), port: 0, logger: silentLogger, assets: new Map() })
  t.teardown(() => server.close())
  const page = read('docs/api.md')
  const program = join(folder, 'program.mjs')
  writeFileSync(program, blocks(page, 'js').join('\n'))
  const env = { ...process.env, ALLMENDE_HOME: home('anna'), TMPDIR: folder }
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env, timeout: 60_000 })
  const promised = blocks(page, 'text').join('').split('\n')
  t.ok(promised.length > 7, `${promised.length} lines are promised`)
  t.equal(mismatch(promised, stdout, new Map()), null, stdout)
})

for (const room of ['api', 'testkit', 'web', 'transports']) {
  test(`the first example of packages/${room}/README.md runs`, async (t) => {
    const { folder } = scene(t)
    const [example = ''] = blocks(read(`packages/${room}/README.md`), 'ts')
    const promised = [...example.matchAll(/console\.log\(.*\) \/\/ (.*)/g)].map(([, said = '']) => said)
    // Beside this test, from where the packages are found.
    const file = new URL(`./example-${room}-${process.pid}.ts`, import.meta.url).pathname
    t.teardown(() => rmSync(file, { force: true }))
    writeFileSync(file, example.replaceAll('/tmp/', `${folder}/`))
    const options = { env: { ...process.env, TMPDIR: folder }, timeout: 60_000 }
    const { stdout } = await promisify(execFile)(process.execPath, [file], options)
    t.ok(stdout.trim().length > 0, `it says ${stdout.trim()}`)
    for (const line of promised) t.ok(stdout.split('\n').includes(line), `it says ${line}`)
  })
}
