import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tape'
import { seeded, shapedProxy, until } from '@allmende/testkit'
import type { WaitLimits } from '@allmende/rules'
import type { Progress } from '../src/index.ts'
import { addressOf, scene } from './nodes.ts'

/** As `files` makes them. */
const BLOCK = 256 * 1024

export type SlowLineOptions = {
  readonly bytesPerSecond: number
  /** Of a file, 256 KiB each. */
  readonly blocks: number
  readonly waits?: Partial<WaitLimits>
}

/**
 * Ada shares a file; Ben copies it over a line on which a block takes longer than a silence may last. The line is cut in the middle of
 * the second block. Holds that all of it comes, what that costs on the line, and what is said meanwhile.
 */
export async function copyOverSlowLine(t: Test, { bytesPerSecond, blocks, waits = {} }: SlowLineOptions) {
  const content = seeded('slow line').bytes(blocks * BLOCK)
  const { open, files, folder } = scene(t)
  const ada = await open('ada')
  await ada.createCommons({ name: 'Films', public: true })
  const film = await ada.share({ path: files('film', { 'film.bin': content }), licence: 'CC0-1.0' })
  const ben = await open('ben', { waits })
  const shape = { bytesPerSecond, latency: 50 }
  const [first, second] = [
    await shapedProxy(await addressOf(ada), shape),
    await shapedProxy(await addressOf(ada), shape),
  ]
  t.teardown(() => Promise.all([first.close(), second.close()]))
  await ben.connect(first.address)
  const said: Progress[] = []
  const onProgress = (progress: Progress): void => void said.push(progress)
  const copying = ben.copy({ from: film.link, to: join(folder, 'out') }, { onProgress })
  let failed: unknown = null
  copying.catch((error: unknown) => (failed = error))
  const told = new Set<number>()
  await until(
    async () => {
      for (const { bytesIn } of (await ben.status()).peers) told.add(bytesIn)
      return failed ?? first.bytes() > 1.5 * BLOCK
    },
    { what: 'a block and a half to have come', deadlineMs: 30 * 60_000, everyMs: 50 },
  )
  t.equal(failed, null, 'a block and a half came')
  const before = first.bytes()
  await first.close()
  if (failed === null) await ben.connect(second.address)
  const { bytes, fetched } = await copying
  t.deepEqual(new Uint8Array(readFileSync(join(folder, 'out', 'film.bin'))), content, 'all is here')
  t.ok(told.size > 10, `status counts what comes in before a block is whole: ${told.size} times`)
  const rates = said.filter(({ phase }) => phase === 'it comes, over a slow line')
  t.match(rates.at(-1)?.note ?? '', /^\d+\.\d kB a second$/, 'and the copy says that it comes, and how fast')
  const done = said.filter(({ phase }) => phase === 'copying').map((progress) => progress.done)
  t.ok(done.includes(BLOCK), 'a block counts when it is here')
  t.ok(fetched >= bytes && fetched < bytes * 1.01, `${fetched} bytes of blocks: none came twice`)
  const all = before + second.bytes()
  const most = bytes * 1.05 + BLOCK + 32 * 1024
  t.ok(all < most, `${all} bytes over the line: the content, and less than a block for the cut`)
}
