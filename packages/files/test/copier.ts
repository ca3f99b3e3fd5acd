// A copy in a process of its own, to be killed. Takes the path of a job written by kill.test.ts.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import NoiseSecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'
import { type ListedFile, copyOut } from '../src/index.ts'

type Job = {
  port: number
  key: string
  target: string
  store: string
  entries: (Omit<ListedFile, 'hash'> & { hash: string })[]
}

await main(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Job)

async function main({ port, key, target, store, entries }: Job): Promise<void> {
  const core = new Corestore(store).get({
    key: Buffer.from(key, 'hex'),
    encryption: { key: new Uint8Array(32).fill(7) },
  })
  await core.ready()
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setNoDelay(true)
  core.replicate(new NoiseSecretStream(true, socket))
  await copyOut({
    entries: entries.map((file) => ({ ...file, hash: Buffer.from(file.hash, 'hex') })),
    openCore: () => Promise.resolve(core),
    target,
  })
  process.exit(0)
}
