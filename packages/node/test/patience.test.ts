import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { seeded, shapedProxy, until } from '@allmende/testkit'
import type { CopyResult, Progress } from '../src/index.ts'
import { addressOf, connect, errorOf, scene } from './nodes.ts'

const CONTENT = seeded('patience').bytes(3_000_000)

/** Ada shares; Ben copies over a slow line, which is cut in the middle of it. */
async function cutInTheMiddle(t: Test, gap: number) {
  const { open, files, folder } = scene(t)
  const ada = await open('ada')
  await ada.createCommons({ name: 'Films', public: true })
  const film = await ada.share({ path: files('film', { 'film.bin': CONTENT }), licence: 'CC0-1.0' })
  const ben = await open('ben', { waits: { look: 4_000, gap } })
  const line = await shapedProxy(await addressOf(ada), { bytesPerSecond: 1_000_000, latency: 1 })
  t.teardown(() => line.close())
  await ben.connect(line.address)
  const said: Progress[] = []
  const onProgress = (progress: Progress): void => void said.push(progress)
  const to = join(folder, 'out')
  let failed: unknown = null
  const copying: Promise<CopyResult> = ben.copy({ from: film.link, to }, { onProgress })
  copying.catch((error: unknown) => (failed = error))
  const begun = async (): Promise<boolean> => ((await ben.status()).peers[0]?.bytesIn ?? 0) > 300_000
  await until(async () => failed ?? (await begun()), {
    what: 'a part of it to be here',
    deadlineMs: 60_000,
  })
  await line.close()
  return { ada, ben, said, to, copying, failed: () => failed }
}

const lost = ({ phase }: Progress): boolean => phase === 'the connection was lost: looking for another way'

test('RE1 a copy goes on by itself over a gap in which nobody is connected, and says so meanwhile', async (t) => {
  const { ada, ben, said, to, copying, failed } = await cutInTheMiddle(t, 60_000)
  // Asked four times a second: longer than the time there is to look for somebody.
  await until(() => said.filter(lost).length > 14 || failed(), { what: 'a gap', deadlineMs: 60_000 })
  t.equal(failed(), null, 'no end')
  t.match(said.findLast(lost)?.note ?? '', /^for [1-6]\d s more$/)
  await connect(ben, ada)
  const { bytes, fetched } = await copying
  t.equal(bytes, CONTENT.length)
  t.ok(fetched >= bytes && fetched < bytes * 1.3, `${fetched} fetched: it went on where it was`)
  t.deepEqual(new Uint8Array(readFileSync(join(to, 'film.bin'))), CONTENT)
})

test('RE1 where nobody comes back the copy ends with NO_HOLDER', async (t) => {
  const { copying } = await cutInTheMiddle(t, 3_000)
  const { code, message } = await errorOf(copying)
  t.equal(code, 'NO_HOLDER')
  t.match(message, /no node of this commons is connected/)
})

test('RE2 a thing is waited for as long as those who have just come are still telling what they have', async (t) => {
  const { open, files, folder } = scene(t)
  const ada = await open('ada')
  await ada.createCommons({ name: 'Films', public: true })
  const film = await ada.share({ path: files('film', { 'words.txt': 'A film.' }), licence: 'CC0-1.0' })
  const ben = await open('ben', { waits: { look: 2_000 } })
  const line = await shapedProxy(await addressOf(ada), { bytesPerSecond: 2_000_000, latency: 300 })
  t.teardown(() => line.close())
  await ben.connect(line.address)
  const said: Progress[] = []
  const onProgress = (progress: Progress): void => void said.push(progress)
  const { bytes } = await ben.copy({ from: film.link, to: join(folder, 'out') }, { onProgress })
  t.equal(bytes, 7, 'although it took longer than the time to look for somebody')
  const coming = said.find(({ phase }) => phase === 'fetching what was written')
  t.ok(
    coming && (coming.total ?? 0) > 0 && coming.done < (coming.total ?? 0),
    'what is missing is counted meanwhile',
  )
})
