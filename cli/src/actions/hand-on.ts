import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import { exists, NAME, writeArchive, type Written } from '../hand-on/archive.ts'
import { contentsOf } from '../hand-on/contents.ts'
import { canInstall } from '../hand-on/install-script.ts'
import { lanAddresses } from '@allmende/api/daemon'
import { ownNode, PLATFORM, programFolder } from '../hand-on/program-folder.ts'
import { serve } from '../hand-on/serve.ts'
import { aloud, checkLine } from '../hand-on/words.ts'
import { bytes } from '../terminal/amounts.ts'
import { VERSION } from '../version.ts'
import { untilStopped } from './until-stopped.ts'

const PORT = 4748

/** Writes an installer of the running program, offers it on the local network, or both. */
export const handOn: Action = async (invocation) => {
  const { args, options } = invocation
  const offered = options.flag('serve')
  if (args[0] === undefined && !offered)
    throw fail('HAND_ON_WHERE', { expected: 'a FILE to write, or --serve' })
  if (!canInstall()) throw fail('HAND_ON_SYSTEM', { found: PLATFORM })
  ownNode()
  const hosts = offered ? hostsFor(options.list('address')) : []
  const work = await mkdtemp(join(tmpdir(), 'allmende-hand-on-'))
  try {
    const file = args[0] === undefined ? join(work, `${NAME}.tar.gz`) : await target(invocation, args[0])
    const written = await write(invocation, work, file)
    if (!offered) await tellWritten(invocation, written)
    else await offer(invocation, written, hosts)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Where the archive is written; into a folder under its own name. */
async function target({ cwd }: Invocation, named: string): Promise<string> {
  const path = resolve(cwd, named)
  const found = await stat(path).catch(() => null)
  const file = found?.isDirectory() ? join(path, `${NAME}.tar.gz`) : path
  if (await exists(file)) throw fail('HAND_ON_THERE', { found: file })
  return file
}

async function write({ io }: Invocation, work: string, file: string): Promise<Written> {
  const contents = await contentsOf(await programFolder(work))
  const unpacked = contents.reduce((sum, one) => sum + one.bytes, 0)
  io.note(
    `Allmende ${VERSION} for ${PLATFORM}, with Node ${process.version}: ${bytes(unpacked)} when installed, about ` +
      `${bytes(unpacked * COMPRESSED)} as an archive. Packing takes some seconds …`,
  )
  return io.withProgress((onProgress) => writeArchive(contents, file, { signal: io.signal, onProgress }))
}

/** How small Node and the program become, measured. */
const COMPRESSED = 0.36

async function tellWritten({ io }: Invocation, { file, bytes: size, sha256 }: Written): Promise<void> {
  const result = { file, bytes: size, sha256, version: VERSION, platform: PLATFORM }
  await io.result(result, () => [
    `${io.style.green('Written')}: ${file} (${bytes(size)})`,
    `SHA-256  ${sha256}`,
    `Give it to somebody by stick or cable. They unpack it and run install.sh in it; it needs no internet.`,
    `Before that they compute its SHA-256 (\`${checkLine('FILE')}\`) and you read out the first digits:`,
    `  ${io.style.bold(aloud(sha256))}`,
  ])
}

async function offer(invocation: Invocation, written: Written, hosts: readonly string[]): Promise<void> {
  const { io, options } = invocation
  const { stopped } = untilStopped(io.signal)
  const onFetched = (by: string): void =>
    io.json ? io.say(JSON.stringify({ fetched: by })) : io.say(`${by} has fetched it.`)
  const served = await serve({ written, hosts, port: options.number('port') ?? PORT, onFetched })
  try {
    const { sha256 } = written
    const { addresses } = served
    if (io.json) io.say(JSON.stringify({ addresses, file: `${NAME}.tar.gz`, bytes: written.bytes, sha256 }))
    else tellOffer(invocation, written, addresses)
    await stopped
  } finally {
    await served.close()
  }
}

function tellOffer({ io }: Invocation, written: Written, addresses: readonly string[]): void {
  io.say('Offered on this network. Somebody opens in a browser:')
  for (const address of addresses) io.say(`  ${io.style.bold(address)}`)
  io.say(`SHA-256  ${written.sha256}`)
  io.say(
    'Plain HTTP proves nothing: anybody on this network could hand out something else. Compare aloud. They compute',
  )
  io.say(`the SHA-256 of what they fetched, and before they install it you read out the first digits:`)
  io.say(`  ${io.style.bold(aloud(written.sha256))}`)
  io.say(io.style.dim('Offered until Ctrl-C.'))
}

function hostsFor(named: readonly string[]): readonly string[] {
  const hosts = named.length > 0 ? named : lanAddresses()
  if (hosts.length === 0) throw fail('HAND_ON_ALONE', { expected: 'an address on a local network' })
  return hosts
}
