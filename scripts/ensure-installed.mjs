// Installs what is missing before `npm start` and `npm test`. Runs on the machine's own Node (20 or newer),
// so it is plain JavaScript and imports nothing that must be installed first.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** There while an installation runs, with the number of its process; still there if it was cut off. */
const marker = `${root}build/installing`
const LONGEST_MS = 10 * 60_000
const LOOK_AGAIN_MS = 500

const found = Number(process.versions.node.split('.')[0])
if (found < 20)
  stop(`Allmende needs Node 20 or newer to set itself up; this is Node ${process.versions.node}.`)
waitForAnother()
if (existsSync(marker) || missing() !== null) install()

/** Why an installation is needed, or null. By what is there and not by times, which every checkout changes. */
function missing() {
  const wanted = packagesOf('package-lock.json') ?? {}
  const installed = packagesOf('node_modules/.package-lock.json')
  if (!installed) return 'nothing is installed'
  for (const [path, { version, optional, link }] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/') || optional) continue
    if (!link && installed[path]?.version !== version) return `${path} ${version}`
    if (!existsSync(`${root}${path}/package.json`)) return path
  }
  return null
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(`${root}${file}`, 'utf8')).packages
  } catch {
    return undefined
  }
}

function install() {
  console.error('Installing what is missing (once, about a minute) …')
  mkdirSync(`${root}build`, { recursive: true })
  writeFileSync(marker, String(process.pid))
  // No package needs its install script, so none is run.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const windows = process.platform === 'win32'
  const done = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    // As a script of npm this has npm's own settings around it, such as `npm --prefix`: they aren't meant for this one.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_config_(local_)?prefix$/i.test(name)),
    ),
    stdio: ['ignore', 2, 2],
    shell: windows,
  })
  if (done.status !== 0)
    stop(
      'npm ci did not finish: see the lines above. With no internet, copy node_modules from another computer.',
      done.status ?? 1,
    )
  rmSync(marker)
}

/** `npm start` and `npm test` begun at once in two windows must not install over each other. */
function waitForAnother() {
  for (let told = false; installsNow(); told = true) {
    if (!told) console.error('Another installation is running here; waiting for it …')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS)
  }
}

function installsNow() {
  try {
    const other = Number(readFileSync(marker, 'utf8'))
    // The number may belong to another process by now: then the file is old.
    if (Date.now() - statSync(marker).mtimeMs > LONGEST_MS || !(other > 0)) return false
    process.kill(other, 0)
    return true
  } catch {
    return false
  }
}

function stop(message, status = 1) {
  console.error(message)
  process.exit(status)
}
