// One measured run in a process of its own: fetches a core from a provider, raw (core to core) or by us (to verified
// files). Prints { seconds, cpuSeconds, peakBytes }.
import { readFileSync } from 'node:fs'
import { type ListedFile, copyOut } from '@allmende/files'
import type Hypercore from 'hypercore'
import { attach, openReader } from './wire.ts'

const [how, store, target, provider] = process.argv.slice(2) as [string, string, string, string]

await main()

async function main(): Promise<void> {
  const { port, key, files } = JSON.parse(readFileSync(provider, 'utf8')) as {
    port: number
    key: string
    files: ListedFile[]
  }
  const { core } = await openReader(store, Buffer.from(key, 'hex'))
  await attach(core, port)
  const cpu = process.cpuUsage()
  const began = performance.now()
  await (how === 'raw' ? fetchRaw(core) : fetchOurs(core, files, target))
  const seconds = (performance.now() - began) / 1000
  const used = process.cpuUsage(cpu)
  const peakBytes = process.resourceUsage().maxRSS * 1024
  console.log(JSON.stringify({ seconds, cpuSeconds: (used.user + used.system) / 1e6, peakBytes }))
  // Without a clean close: the store is thrown away, and flushing it is not what is measured.
  process.exit(0)
}

async function fetchRaw(core: Hypercore): Promise<void> {
  await core.download({ start: 0, end: core.length }).done()
}

async function fetchOurs(core: Hypercore, files: ListedFile[], folder: string): Promise<void> {
  const entries = files.map((file) => ({ ...file, hash: Buffer.from(Object.values(file.hash)) }))
  await copyOut({ entries, openCore: () => Promise.resolve(core), target: folder })
}
