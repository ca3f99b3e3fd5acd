import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'tape'
import { connect, eventually, scene } from './nodes.ts'

const MGTA = fileURLToPath(new URL('../../../../shared/data/designs/mgta', import.meta.url))
const LICENCE = 'CERN-OHL-S-2.0'

test('a real design of 19 MB is forked by a newcomer while its author is away, offered back, accepted and pulled', async (t) => {
  if (!existsSync(MGTA)) return t.skip('../shared/data/designs/mgta is not there')
  const { open, folder } = scene(t)
  const [anna, carla] = [await open('anna'), await open('carla')]
  const source = join(folder, 'mgta')
  cpSync(MGTA, source, { recursive: true })
  const { link } = await anna.createCommons({ name: 'Workshop', public: true })
  const design = await anna.share({ path: source, title: 'Design', licence: LICENCE, type: 'design' })
  t.ok(design.bytes > 15_000_000, `${design.files} files, ${design.bytes} bytes`)
  await carla.joinCommons({ link })
  await connect(carla, anna)
  await eventually('it at Carla', async () => (await carla.show(design.id)).title === 'Design')
  const held = await carla.fork({ good: design.id, title: 'Carla’s', to: join(folder, 'carlas') })
  await anna.close()

  const bert = await open('bert')
  await bert.joinCommons({ link })
  await connect(bert, carla)
  await eventually('it at Bert', async () => (await bert.show(design.id)).title === 'Design')
  const work = join(folder, 'work')
  const fork = await bert.fork({ good: design.id, title: 'Bert’s', to: work })
  t.equal(fork.stored, 0)
  const [first, second] = textsIn(work)
  for (const file of [first, second]) change(file ?? '', 'changed by Bert\n')
  const before = sizeOf(join(folder, 'bert'))
  await bert.share({ path: work })
  t.ok(sizeOf(join(folder, 'bert')) - before < 2_000_000, 'only what changed was stored')
  const offered = await bert.suggest({ fork: fork.id, title: 'Better words' })

  const again = await open('anna')
  change(textsIn(source)[2] ?? '', 'changed by Anna\n')
  await again.share({ path: source })
  await connect(again, bert)
  await connect(again, carla)
  await eventually(
    'the suggestion at Anna',
    async () => (await again.show(design.id)).suggestions.length === 1,
  )
  const accepted = await again.accept({ reference: offered.id })
  t.equal(accepted.report.files.length, 2, 'two files')
  t.ok(accepted.report.fetched < 200_000, `${accepted.report.fetched} bytes were fetched`)
  await eventually('the answer at Carla', async () => (await carla.show(design.id)).versions.length === 3)
  const pulled = await carla.pull({ fork: held.id })
  t.deepEqual([pulled.report.files.length, pulled.report.conflicts], [3, 0])
  const shown = await carla.show(held.id)
  t.equal(shown.licence, LICENCE)
  const list = (files: typeof shown.files) => files?.map(({ path, hash }) => `${path} ${hash}`).toSorted()
  t.deepEqual(list(shown.files), list((await again.show(design.id)).files), 'file by file as Anna has it')
})

/** Texts of a folder, in one order. */
function textsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:md|txt|csv|scad)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size < 100_000)
    .toSorted()
}

function change(file: string, line: string): void {
  writeFileSync(file, `${readFileSync(file, 'utf8')}${line}`)
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
