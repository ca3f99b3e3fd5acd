import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Within the checkout, so that the launchers find the Node that npm installed here. */
const PLACE = 'node_modules/.cache/programs'

/** Everything that the packed programs are made from. */
const SOURCES = [
  'packages/*/{src,building,starter}/**/*',
  '{packages/*,cli,bootstrap}/package.json',
  '{cli,bootstrap}/{src,bin}/**/*',
  'scripts/{pack.ts,packing/*}',
  'package-lock.json',
]

/** Those of other sources go after a day, not at once: another run may still be using them. */
const KEPT_MS = 24 * 3_600_000

/**
 * The folder of the programs as users have them, packed for this platform, with `bin/` in it; packed anew where a source
 * has changed. A command of the packed program takes less than half of what the checkout's takes, which loads a thousand
 * modules, and most of the suite's time went into that.
 */
export function packedPrograms(): string {
  const folder = resolve(PLACE, hashOfSources())
  if (existsSync(folder)) return folder
  for (const old of globSync(`${PLACE}/*`))
    if (Date.now() - statSync(old).mtimeMs > KEPT_MS) rmSync(old, { recursive: true, force: true })
  const meanwhile = `${folder}.${process.pid}`
  const platform = `${process.platform}-${process.arch}`
  const run = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'scripts/pack.ts', platform, '--folder', '--into', meanwhile],
    { encoding: 'utf8' },
  )
  if (run.status !== 0) throw new Error(`the programs could not be packed:\n${run.stdout}${run.stderr}`)
  try {
    renameSync(join(meanwhile, 'allmende'), folder)
  } catch (error) {
    // Another run was there first with the same.
    if (!existsSync(folder)) throw error
  }
  rmSync(meanwhile, { recursive: true, force: true })
  return folder
}

/** By what is in the files and not by their times: a checkout changes all times. */
function hashOfSources(): string {
  const hash = createHash('sha256')
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.toSorted()) {
    const content = readFileSync(file)
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}
