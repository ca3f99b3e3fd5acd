// Appends without end, and says the id of each record when it is acknowledged. Killed by its parent.
import { deriveCommonsKeys, openLogs } from '@allmende/logs'
import { seeded, silentLogger } from '@allmende/testkit'
import { encodeRecord } from '@allmende/vocabulary'
import { writeSync } from 'node:fs'

async function main(dir: string): Promise<void> {
  const logs = await openLogs({
    dir,
    clock: { now: () => Date.now() },
    random: seeded(1),
    logger: silentLogger,
    reserveBytes: 4096,
  })
  if (logs.identity === null) await logs.createIdentity()
  const commons = await logs.commons(deriveCommonsKeys(new Uint8Array(32).fill(6), true))
  for (let at = 0; ; at++) {
    const body = { name: `somebody ${at}`, about: 'x'.repeat((at * 37) % 900) }
    const appends = [0, 1].map((also) =>
      commons.append([encodeRecord({ kind: 'profile', v: 1, clock: [at, also], body })]),
    )
    for (const { ids } of await Promise.all(appends)) for (const id of ids) writeSync(1, `${id}\n`)
    if (at % 3 === 0) await commons.appendEdits([Uint8Array.of(1, at % 256)])
  }
}

main(process.argv[2]!).catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
