/**
 * `npm run bench:peers [SECONDS]`: the same work done by us and by other systems, in the same run. Installs what the
 * others need beside this file the first time.
 */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPeers } from './install.ts'

installPeers()
const { driveLive } = await import('../live/drive.ts')
const { benchCopy } = await import('../copy.ts')
const { benchFirstSync } = await import('../first-sync.ts')
const { median } = await import('../median.ts')
const { ssbFirstSync } = await import('./ssb.ts')
const { syncthingCopy } = await import('./syncthing.ts')

const seconds = Number(process.argv[2] ?? 60)
const ROUNDS = 3
const MEBIBYTE = 1024 * 1024

console.log(`\nlive: a draft of 18 kB, three nodes, 20 edits/s each, ${seconds} s, ${ROUNDS} rounds in turns`)
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const ways = {
  allmende: script('../live/allmende-editor.ts'),
  'automerge-repo': script('./automerge-repo-editor.ts'),
}
const live = { allmende: [] as number[], 'automerge-repo': [] as number[] }
for (let round = 0; round < ROUNDS; round++) {
  for (const way of ['allmende', 'automerge-repo'] as const) {
    const figures = await driveLive({ script: ways[way], editors: 3, perSecond: 20, seconds, size: 18_000 })
    live[way].push(figures.p50)
    console.table([{ way, ...figures }])
  }
}
console.log(
  `p50: automerge-repo ÷ allmende = ${(median(live['automerge-repo']) / median(live.allmende)).toFixed(1)}`,
)

console.log('\nfirst sync: 100 authors, 100 records each')
const ssb = await ssbFirstSync(100, 100, 200)
const ours = await benchFirstSync({ records: 10_000, authors: 100 })
const searchable = ours.at(-1)?.seconds ?? Number.NaN
console.table([{ way: 'ssb-db2 with EBT', ...ssb }, ...ours])
console.log(`to searchable: ssb-db2 ÷ allmende = ${(ssb.seconds / searchable).toFixed(1)}`)

console.log('\ncopy: 1 GiB in one file, then 2,000 files of 64 KiB')
const large = await syncthingCopy(async (folder) => {
  await writeFile(join(folder, 'large'), randomBytes(1024 * MEBIBYTE))
  return ['large']
})
const small = await syncthingCopy(async (folder) => {
  const names = Array.from({ length: 2_000 }, (_, index) => `file-${index}`)
  for (const name of names) await writeFile(join(folder, name), randomBytes(64 * 1024))
  return names
})
for (const [what, figures] of [['large', large] as const, ['small', small] as const]) {
  if (!figures) console.log(`syncthing ${what}: skipped, the program isn't installed`)
  else
    console.table([
      {
        way: `syncthing ${what}`,
        megabytesPerSecond: figures.bytes / MEBIBYTE / figures.seconds,
        ...figures,
      },
    ])
}
console.table(await benchCopy({ rounds: 1 }))
