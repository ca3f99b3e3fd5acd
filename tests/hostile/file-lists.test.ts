import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { encodeCbor, encodeRecord } from '@allmende/vocabulary'
import { run } from '../../cli/test/fake/program.ts'
import { addressOf, codeOf, scene, shown } from '../scene.ts'
import { type Member, member } from './member.ts'

const CONTENT = Buffer.from('you did not want this\n')
const OUTSIDE = [
  '../../escaped.txt',
  '/tmp/escaped.txt',
  'a/../../escaped.txt',
  '..\\escaped.txt',
  'CON',
  '.git/hooks/x',
]

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())

/** A good whose list of files is a blob, where no record's schema looks at the names. */
async function goodWith(eve: Member, path: string): Promise<string> {
  const writer = await eve.commons.filesWriter()
  const { core, key } = writer
  const at = { block: core.length, byte: core.byteLength }
  await core.append([CONTENT])
  const blob = [0, at.block, 1, at.byte, CONTENT.length]
  const list = encodeCbor([{ path, bytes: CONTENT.length, hash: sha256(CONTENT), blob }])
  const place = [0, core.length, 1, core.byteLength, list.length]
  await core.append([Buffer.from(list)])
  await writer.sync()
  await writer.close()
  const files = {
    count: 1,
    bytes: CONTENT.length,
    cores: [key],
    list: { blob: place, hash: sha256(list), bytes: list.length },
  }
  const body = { title: `Bait ${path.length} ${path.charCodeAt(0)}`, licence: 'CC0-1.0', type: 'text', files }
  const { ids } = await eve.commons.append([
    encodeRecord({ kind: 'good', v: 1, clock: [Date.now(), 0], body }),
  ])
  return ids[0] as string
}

test('F30 a list of files whose names lead out of the target is refused as a whole at copy, and nothing is written', async (t) => {
  const place = scene(t)
  const ada = await place.open('ada')
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  const eve = await member(t, place, 'eve', link)
  const ids: string[] = []
  for (const path of OUTSIDE) ids.push(await goodWith(eve, path))
  const fine = await goodWith(eve, 'fine.txt')
  await eve.connect(await addressOf(ada))
  await shown(ada, fine)
  for (const [index, id] of ids.entries()) {
    await shown(ada, id)
    const code = await codeOf(ada.copy({ from: id, to: join(place.folder, 'deep', 'er', 'target') }))
    t.ok(/^(PATH_|FILE_LIST$)/.test(code), `${OUTSIDE[index]}: ${code}`)
  }
  t.same(readdirSync(place.folder).toSorted(), ['ada', 'eve'], 'not even the target was made')
  t.notOk(existsSync('/tmp/escaped.txt'))
  const { files } = await ada.copy({ from: fine, to: join(place.folder, 'target') })
  t.equal(files, 1, 'one beside them with a fair name is copied')
  t.ok((await ada.check({})).ok)
  await ada.close()

  const args = [
    'copy',
    ids[0] as string,
    join(place.folder, 'out'),
    '--json',
    '--no-internet',
    '--host',
    '127.0.0.1',
  ]
  const { status, json } = await run(t, args, { home: place.home('ada'), real: true })
  t.same([status, (json as { error: { code: string } }).error.code], [1, 'FILE_LIST'], 'the program says it')
  t.notOk(existsSync(join(place.folder, 'out')))
})
