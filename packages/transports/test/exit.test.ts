import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import test from 'tape'

test('T28 after close() nothing holds the process, and nothing that came before ends it', async (t) => {
  const program = fileURLToPath(new URL('open-and-close.ts', import.meta.url))
  await Promise.all(
    ['memory', 'direct', 'libp2p', 'hyperswarm', 'offline'].map(async (name) => {
      const child = spawn(process.execPath, [program, name], { stdio: ['ignore', 'pipe', 'inherit'] })
      const giveUp = setTimeout(() => child.kill('SIGKILL'), 20_000)
      const [out] = await Promise.all([text(child.stdout), once(child, 'exit')])
      clearTimeout(giveUp)
      t.equal(child.exitCode, 0, `${name} exited by itself`)
      t.equal(out.trim(), name === 'offline' ? 'closed' : 'met\nclosed')
    }),
  )
})
