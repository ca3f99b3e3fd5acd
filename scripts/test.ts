/**
 * `npm test`: checks (types, lint, format, licences and known weaknesses of what we depend on), then every test file in a process of its own, three at a time, the longest first.
 * Ends with the line `N passed, N failed` (and `, N skipped`). Words on the command line choose files by name.
 */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { auditAdvisories } from './audits/advisories.ts'
import type { Finding } from './audits/finding.ts'
import { auditLicences } from './audits/licences.ts'
import { lockedPackages } from './audits/locked-packages.ts'
import { webAssets } from '../packages/web/src/index.ts'
import { packedPrograms } from './testing/programs.ts'
import { endRunning, type FileOutcome, runFile } from './testing/run-file.ts'
import { oneTypebox } from './testing/one-typebox.ts'
import { longestFirst, noteSeconds } from './testing/schedule.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const FILE_LIMIT_MS = 8 * 60_000
const SLOWEST_TOLD = 5
const CHECKS: [string, string[]][] = [
  ['types', ['tsc', '--noEmit']],
  ['lint', ['oxlint', '--type-aware', '--deny-warnings']],
  ['format', ['oxfmt', '--check']],
]

process.chdir(root)
process.on('exit', endRunning)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith('--')))
const took = new Map<string, number>()
const totals = { passed: 0, failed: 0, skipped: 0 }

if (words.length === 0 && !flags.has('--no-checks')) await runChecks()
if (!flags.has('--checks-only')) await runAll(withPrograms(await withPage(testFiles())))
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`)
process.exitCode = totals.failed > 0 ? 1 : 0

async function runChecks(): Promise<void> {
  const packages = lockedPackages(root)
  // The registry thinks about it while the others run.
  const advisories = auditAdvisories(root, packages)
  for (const check of CHECKS) await runCheck(...check)
  tellFinding(auditLicences(packages))
  tellFinding(await advisories)
}

function tellFinding({ name, state, says, problems }: Finding): void {
  totals[state]++
  const mark = { passed: 'ok    ', failed: 'FAILED', skipped: 'skipped' }[state]
  console.log(`${mark} ${name}: ${says}`)
  for (const problem of problems) console.log(`  ✗ ${problem}`)
}

async function runCheck(name: string, [program, ...args]: string[]): Promise<void> {
  const { good, output } = await new Promise<{ good: boolean; output: string }>((resolve) => {
    const options = { maxBuffer: 16 * 1024 * 1024 }
    execFile(`node_modules/.bin/${program}`, args, options, (error, out, err) => {
      resolve({ good: error === null, output: `${out}${err}` })
    })
  })
  totals[good ? 'passed' : 'failed']++
  console.log(`${good ? 'ok    ' : 'FAILED'} ${name}`)
  if (!good) console.log(output)
}

/** The page is built before tests run that may want it: two at once would build it twice, and wait for it in the middle. */
async function withPage(files: string[]): Promise<string[]> {
  const alone = /^packages\/(?!web|api)|^bootstrap|^tests\/architecture/
  if (!files.every((file) => alone.test(file))) await webAssets()
  return files
}

/** Packs the programs before the tests that start them as processes of their own (`programs` of testkit says where they are). */
function withPrograms(files: string[]): string[] {
  const starts = /^tests\/(?:stories|network|durability|bad-input|bench)|^cli|^bootstrap/
  if (files.some((file) => starts.test(file))) process.env['ALLMENDE_TEST_PROGRAMS'] = packedPrograms()
  return files
}

function testFiles(): string[] {
  const kind = flags.has('--soak') ? 'soak' : 'test'
  const places = ['packages/*/test', 'packages/*/src', 'cli/test', 'bootstrap/test', 'tests', 'scripts']
  const files = places
    .flatMap((place) => globSync(`${place}/**/*.${kind}.ts`))
    .filter((file) => !file.includes('node_modules'))
  return files.filter((file) => words.length === 0 || words.some((word) => file.includes(word))).toSorted()
}

async function runAll(files: string[]): Promise<void> {
  process.env['ALLMENDE_TEST_TYPEBOX'] = await oneTypebox()
  const queue = longestFirst(files)
  // One more than the cores: many of these tests wait for processes and connections, most of the time.
  const lanes = Math.min(3, availableParallelism() + 1)
  await Promise.all(Array.from({ length: lanes }, () => drain(queue)))
  noteSeconds(took)
  if (files.length > SLOWEST_TOLD) tellSlowest()
}

function tellSlowest(): void {
  const slowest = [...took].toSorted(([, a], [, b]) => b - a).slice(0, SLOWEST_TOLD)
  console.log(`slowest: ${slowest.map(([file, seconds]) => `${file} ${seconds.toFixed(0)} s`).join(', ')}`)
}

async function drain(queue: string[]): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const outcome = await runFile(file, flags.has('--soak') ? FILE_LIMIT_MS * 20 : FILE_LIMIT_MS)
    took.set(file, outcome.seconds)
    tell(outcome)
  }
}

function tell({ file, tests, seconds, cpuSeconds, crashed, output }: FileOutcome): void {
  const count = { passed: 0, failed: 0, skipped: 0 }
  for (const test of tests) count[test.state]++
  if (crashed) count.failed++
  for (const state of ['passed', 'failed', 'skipped'] as const) totals[state] += count[state]
  const good = count.failed === 0
  const cpu = cpuSeconds === null ? '' : `, ${cpuSeconds.toFixed(1)} s of CPU`
  console.log(`${good ? 'ok    ' : 'FAILED'} ${file} (${count.passed} tests, ${seconds.toFixed(1)} s${cpu})`)
  for (const test of tests) {
    if (test.state === 'skipped')
      console.log(`       skipped: ${test.title}${test.reason ? ` – ${test.reason}` : ''}`)
    for (const failure of test.failures) console.log(`  ✗ ${test.title}\n    ${failure}`)
  }
  if (crashed) console.log(`  ✗ ${file} ${crashed}`)
  if (!good) console.log(`  --- output ---\n${output}\n  --------------`)
}
