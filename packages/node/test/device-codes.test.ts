import test from 'tape'
import type { AllmendeNode } from '../src/index.ts'
import { connect, errorOf, eventually, scene } from './nodes.ts'

/** Somebody with a commons, and their words. */
async function person(node: AllmendeNode, name: string): Promise<string> {
  const { words = '' } = await node.profile({ name })
  await node.createCommons({ name: `${name}’s garden`, public: false })
  return words
}

test('DV15 a new computer finds the old one by a code, takes the list from it, and both name each other', async (t) => {
  const { open } = scene(t)
  const laptop = await open('laptop')
  t.equal((await errorOf(laptop.addDevice({}))).code, 'DEVICE_NOBODY', 'nobody has no further device')
  const words = await person(laptop, 'Anna')
  const desktop = await open('desktop')
  await connect(desktop, laptop)
  const made = await laptop.addDevice({ seconds: 60 })
  t.deepEqual([made.state, made.triesLeft, made.came], ['open', 3, null])
  const back = await desktop.restore({ words, code: made.code.replaceAll('-', ' ').toUpperCase() })
  t.deepEqual(
    [back.found, back.name, back.commons.map(({ name }) => name)],
    [true, 'Anna', ['Anna’s garden']],
  )
  await eventually('the new one’s name at the old one', async () => {
    const [code] = await laptop.listDeviceCodes()
    return code?.came?.device === back.device && code.came.name !== null
  })
  const [after] = await laptop.listDeviceCodes()
  t.deepEqual([after?.state, after?.came?.own], ['used', true])
  t.deepEqual(await laptop.listInvites(), [], 'it is not among the codes that open something')
  t.equal((await errorOf(laptop.cancelInvite(made.code))).code, 'INVITE_UNKNOWN')
  t.equal((await laptop.cancelDeviceCode(made.code)).state, 'used', 'what is over stays as it is')
  t.equal((await errorOf(laptop.cancelDeviceCode('1-garden-lantern'))).code, 'DEVICE_CODE_UNKNOWN')
})

test('DV16 wrong, cancelled and strangers’ codes and words are told, begin nothing here, and the right ones go on after them', async (t) => {
  const { open } = scene(t)
  const [laptop, ben, fresh] = [await open('laptop'), await open('ben'), await open('fresh')]
  const words = await person(laptop, 'Anna')
  const bens = await person(ben, 'Ben')
  await connect(fresh, laptop)
  await connect(fresh, ben)
  const { code } = await laptop.addDevice({})
  const [number = ''] = code.split('-')
  const tryAt = async (request: { words: string; code: string; waitMs?: number }) =>
    (await errorOf(fresh.restore(request))).code
  t.equal(await tryAt({ words: 'one two three', code }), 'IDENTITY_WORDS', 'mistyped words cost no code')
  t.equal(await tryAt({ words, code: `${number}-gardn-lantern` }), 'INVITE_CODE_WORD')
  const wrong = `${number}-garden-lantern` === code ? `${number}-lantern-garden` : `${number}-garden-lantern`
  t.equal(await tryAt({ words, code: wrong }), 'INVITE_WRONG')
  const cancelled = await laptop.addDevice({})
  await laptop.cancelDeviceCode(cancelled.code)
  t.equal(await tryAt({ words, code: cancelled.code, waitMs: 1_000 }), 'INVITE_NOBODY')
  const forDevice = await ben.addDevice({})
  t.equal(await tryAt({ words, code: forDevice.code }), 'RESTORE_STRANGER', 'the computer of somebody else')
  t.deepEqual((await ben.listDeviceCodes())[0]?.came?.own, false, 'who hears that it wasn’t theirs')
  const toJoin = await ben.invite({})
  t.equal(await tryAt({ words, code: toJoin.code }), 'RESTORE_CODE', 'a code of the other kind')
  t.equal((await fresh.status()).person, null, 'nobody was made of any of it')
  const again = await laptop.addDevice({})
  t.equal((await errorOf(ben.joinByCode({ code: again.code, waitSeconds: 1 }))).code, 'INVITE_NOBODY')
  const stop = new AbortController()
  const left = fresh.restore({ words, code: cancelled.code }, { signal: stop.signal })
  stop.abort(new Error('stopped'))
  t.equal((await errorOf(left)).message, 'stopped', 'it can be left')
  t.ok((await fresh.restore({ words, code })).found, 'the first code is good still')
  t.equal((await errorOf(fresh.joinByCode({ code: again.code }))).code, 'INVITE_FOR_DEVICE')
  t.equal((await errorOf(fresh.restore({ words: bens, code: again.code }))).code, 'RESTORE_USED')
})
