import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from '@allmende/testkit'
import test from 'tape'
import { errorOf, scene } from './nodes.ts'

test('DV8 a backup brings back everything, content too, on a computer that meets nobody; twice it is two devices', async (t) => {
  const { open, files, folder, read } = scene(t)
  const laptop = await open('laptop')
  const { words = '' } = await laptop.createCommons({ name: 'Garden', public: false })
  await laptop.profile({ name: 'Anna' })
  const path = files('bench', { 'README.md': 'Two boards.', 'plan.bin': seeded('plan').bytes(200_000) })
  const { id, link } = await laptop.share({ path, licence: 'CC-BY-SA-4.0', type: 'design' })
  const file = join(folder, 'anna.backup')
  const made = await laptop.backup({ file })
  t.deepEqual([made.commons, made.content > 200_000], [['Garden'], true])
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.deepEqual({ ...(await laptop.verifyBackup({ file })), bytes: 0 }, { ...made, bytes: 0 })
  t.equal((await errorOf(laptop.backup({ file }))).code, 'BACKUP_EXISTS')
  const small = await laptop.backup({ file: join(folder, 'small.backup'), withoutFiles: true })
  t.ok(small.bytes < 50_000, `${small.bytes} bytes without files`)
  t.notOk(readFileSync(file).includes('Two boards.'), 'nobody reads it without the words')
  await laptop.close()
  const devices: string[] = []
  for (const name of ['first', 'second']) {
    const node = await open(name)
    const back = await node.restore({ words, from: file, waitMs: 50 })
    t.deepEqual([back.found, back.name, back.commons[0]?.name], [true, 'Anna', 'Garden'])
    t.deepEqual([back.missing, back.files], [[], []], 'nothing is missing')
    t.equal((await node.show(id)).author, back.person)
    await node.copy({ from: link, to: join(folder, `${name} copy`) })
    t.equal(read(`${name} copy`, 'README.md'), 'Two boards.')
    devices.push(back.device)
    await node.close()
  }
  t.equal(new Set([...devices, made.person]).size, 3, 'no device is restored twice')
  const left = readdirSync(join(folder, 'laptop', 'accounts')).filter((name) => name.includes('bundle'))
  t.deepEqual(left, [], 'nothing unsealed is left lying about')
})

test('DV8 a cut or altered backup, and one of other words, is refused whole: no identity is made', async (t) => {
  const { open, folder } = scene(t)
  const laptop = await open('laptop')
  const { words = '' } = await laptop.createCommons({ name: 'Garden', public: false })
  const file = join(folder, 'anna.backup')
  await laptop.backup({ file })
  const bytes = readFileSync(file)
  const random = seeded('damaged backups')
  const node = await open('desktop')
  const bad = join(folder, 'bad.backup')
  const refused = async (content: Uint8Array, from = words) => {
    writeFileSync(bad, content)
    return (await errorOf(node.restore({ words: from, from: bad, waitMs: 10 }))).code
  }
  const codes = new Set<string | undefined>()
  for (let round = 0; round < 30; round++) {
    const altered = Uint8Array.from(bytes)
    const at = 18 + random.int(bytes.length - 18)
    altered[at] = altered[at]! ^ (1 << random.int(8))
    codes.add(await refused(altered))
    codes.add(await refused(bytes.subarray(0, 18 + random.int(bytes.length - 18))))
  }
  codes.add(await refused(Buffer.concat([bytes, Buffer.from('x')])))
  codes.add(await refused(bytes, `${'abandon '.repeat(23)}art`))
  t.deepEqual([...codes], ['BACKUP_DAMAGED'])
  t.equal(await refused(Buffer.from('something else')), 'BACKUP_FOREIGN')
  t.equal((await errorOf(node.restore({ words, from: join(folder, 'none') }))).code, 'BACKUP_READ')
  t.equal((await node.status()).person, null, 'nobody yet')
  const early = join(folder, 'early.backup')
  t.equal(
    (await errorOf(node.backup({ file: early }))).code,
    'BACKUP_NOBODY',
    'and so with nothing to seal it to',
  )
  t.equal((await errorOf(node.verifyBackup({ file }))).code, 'BACKUP_NOBODY')
  t.notOk(existsSync(early))
  t.notOk(existsSync(join(folder, 'desktop', 'identity', 'device.json')))
  copyFileSync(file, bad)
  t.ok((await node.restore({ words, from: bad, waitMs: 10 })).found, 'a whole one is taken then')
})
