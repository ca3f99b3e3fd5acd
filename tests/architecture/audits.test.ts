import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type Test } from 'tape'
import { temporaryFolder } from '@allmende/testkit'
import { auditAdvisories } from '../../scripts/audits/advisories.ts'
import { auditLicences } from '../../scripts/audits/licences.ts'
import { lockedPackages, type Package } from '../../scripts/audits/locked-packages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const NONE = { fitting: {}, packages: {} }

function some(more: Partial<Package>): Package {
  return { name: 'some', version: '1.0.0', licence: 'MIT', askedBy: [], shipped: true, ...more }
}

test('every package of the lock file may go into something under the licence of the project', (t) => {
  const packages = lockedPackages(root)
  t.ok(packages.length > 500, `${packages.length} packages`)
  t.deepEqual(auditLicences(packages).problems, [])
  const shipped = packages.filter((one) => one.shipped).map(({ name }) => name)
  for (const name of ['hypercore', 'react', 'hyperdht', 'typebox', '@automerge/automerge'])
    t.ok(shipped.includes(name), `${name} goes into the programs`)
  for (const name of ['tape', 'lerna', 'vite', 'axe-core', 'typescript', 'oxlint'])
    t.notOk(shipped.includes(name), `${name} doesn’t`)
  t.end()
})

test('a licence that doesn’t fit is a failure that names the package, who asks for it and what to do', (t) => {
  for (const licence of [
    'GPL-2.0-only',
    'CC-BY-NC-4.0',
    'UNLICENSED',
    'SEE LICENSE IN x',
    'MIT AND GPL-2.0-only',
    null,
  ]) {
    const { state, problems } = auditLicences([some({ licence, askedBy: ['another'] })], NONE)
    t.equal(state, 'failed', String(licence))
    t.match(problems.join(), /^some 1\.0\.0 .*asked for by another.*licence-exceptions\.ts/)
  }
  for (const licence of ['MIT', '(MIT OR GPL-2.0-only)', 'Apache-2.0 AND MIT', 'MPL-2.0'])
    t.equal(auditLicences([some({ licence })], NONE).state, 'passed', licence)
  t.end()
})

test('a part for another platform has the licence of the package that it belongs to, and an exception that nothing needs is told', (t) => {
  const part = some({ name: 'some-win32', licence: null, askedBy: ['some'] })
  t.equal(auditLicences([some({}), part], NONE).state, 'passed')
  t.match(auditLicences([some({}), part], NONE).says, /^2 packages \(1 of them parts .*: MIT 2$/)
  const unneeded = auditLicences([some({})], { fitting: { 'X-1.0': 'why' }, packages: { gone: 'why' } })
  t.equal(unneeded.problems.length, 2, unneeded.problems.join('; '))
  t.end()
})

/** A project of two packages, one of them a tool, and a registry that knows something against both. */
async function audited(t: Test, answer: 'knows' | 'refuses' | 'away', url: string) {
  const folder = temporaryFolder(t)
  const lock = {
    packages: {
      '': { name: 'x', dependencies: { left: '1.0.0' }, devDependencies: { tool: '1.0.0' } },
      'node_modules/left': { version: '1.0.0' },
      'node_modules/tool': { version: '1.0.0', dev: true },
    },
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(lock.packages['']))
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, ...lock }))
  const server = answer === 'away' ? null : await registry(t, answer)
  const port = server ? (server.address() as AddressInfo).port : 1
  const packages = [some({ name: 'left' }), some({ name: 'tool', shipped: false })]
  const judged = url === '' ? [] : [{ url, reason: 'tried', date: '2026-11-23' }]
  // A cache of its own: what other runs of npm have kept says nothing here.
  const args = ['--registry', `http://127.0.0.1:${port}/`, '--cache', join(folder, 'cache')]
  return auditAdvisories(folder, packages, judged, args)
}

async function registry(t: Test, answer: 'knows' | 'refuses'): Promise<Server> {
  const known = (id: number, severity: string) => [
    {
      id,
      url: `https://example.org/${id}`,
      title: 'a hole',
      severity,
      vulnerable_versions: '<2.0.0',
      cwe: [],
    },
  ]
  const server = createServer(({ url = '' }, response) => {
    if (answer === 'knows' && url.endsWith('/advisories/bulk'))
      return response.end(JSON.stringify({ left: known(1, 'high'), tool: known(2, 'critical') }))
    response.statusCode = answer === 'refuses' ? 405 : 404
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return server
}

test('a grave weakness of what goes into the programs is a failure, until it is judged; one of a tool is counted', async (t) => {
  const { state, says, problems } = await audited(t, 'knows', '')
  t.deepEqual([state, problems.length], ['failed', 1], says)
  t.match(problems.join(), /^left, .*a hole, https:\/\/example\.org\/1\. .*advisory-exceptions\.ts/)
  t.match(says, /1 against tools$/)
  const judged = await audited(t, 'knows', 'https://example.org/1')
  t.deepEqual([judged.state, judged.problems], ['passed', []], judged.says)
  const gone = await audited(t, 'knows', 'https://example.org/3')
  t.ok(
    gone.problems.some((one) => one.includes('example.org/3')),
    'a judgement that nothing needs is told',
  )
})

test('where no registry can be asked, the check says so and is skipped', async (t) => {
  for (const [answer, reason] of [
    ['refuses', /405/],
    ['away', /ECONNREFUSED/],
  ] as const) {
    const { state, says } = await audited(t, answer, '')
    t.equal(state, 'skipped')
    t.match(says, reason)
  }
})
