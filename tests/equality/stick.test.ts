import { join } from 'node:path'
import type { AllmendeNode } from '@allmende/node'
import { until } from '@allmende/testkit'
import test from 'tape'
import { connect, PATIENCE_MS, scene } from '../scene.ts'
import { stateOf } from './state.ts'

async function hashOf(node: AllmendeNode): Promise<string> {
  const { state, problems } = await node.check({})
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  return state.map(({ hash }) => hash).join()
}

test('N20 S20 three nodes that never connect, and three that are connected to one of them, end with the same', async (t) => {
  const { folder, files, open } = scene(t)
  const [ada, bo, cleo] = [await open('ada'), await open('bo'), await open('cleo')]
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  await bo.joinCommons({ link })
  await cleo.joinCommons({ link })
  let sticks = 0
  const carry = async (from: AllmendeNode, to: AllmendeNode): Promise<number> => {
    const file = join(folder, `${++sticks}.bundle`)
    const { bytes } = await from.createBundle({ file, for: to.id })
    await to.openBundle({ file })
    return bytes
  }
  await ada.profile({ name: 'Ada' })
  const licence = 'CERN-OHL-S-2.0'
  const lamp = await ada.share({
    path: files('lamp', { 'plan.txt': 'a lamp\n', 'large.bin': new Uint8Array(700_000).fill(3) }),
    title: 'Lamp',
    type: 'design',
    licence,
  })
  const draft = await ada.createDraft({ editors: 'commons', title: 'Manual', text: 'Screw it on.\n' })
  await carry(ada, bo)
  await bo.profile({ name: 'Bo' })
  await bo.comment({ on: lamp.id, text: 'It wobbles.' })
  await bo.fork({ good: lamp.id, title: 'Lamp that stands', to: join(folder, 'fork') })
  await bo.editDraft({ draft: draft.id, text: 'Screw it on.\nTighten.\n' })
  await carry(bo, cleo)
  await cleo.profile({ name: 'Cleo' })
  await cleo.editDraft({ draft: draft.id, text: 'Screw it on well.\nTighten.\n' })
  // Written at the same time by somebody who has seen none of it.
  await ada.editDraft({ draft: draft.id, text: 'Screw it on.\nSwitch it on.\n' })
  await ada.vouch({ person: (await bo.profile({})).person ?? '' })
  await carry(cleo, ada)
  await carry(ada, bo)
  const last = await carry(ada, cleo)
  t.ok(last < 20_000, `the last stick has ${last} bytes`)

  const wired = [await open('dan'), await open('eve'), await open('fay')]
  for (const node of wired) await node.joinCommons({ link })
  for (const [at, node] of wired.entries()) await connect(node, at === 0 ? cleo : wired[at - 1]!)
  const wanted = await hashOf(ada)
  for (const node of [bo, cleo, ...wired])
    await until(async () => (await hashOf(node)) === wanted, {
      what: 'the same logs',
      deadlineMs: PATIENCE_MS,
    })
  const shown = JSON.stringify(await stateOf(ada))
  t.ok(shown.includes('Lamp that stands') && shown.includes('It wobbles.') && shown.includes('Switch it on.'))
  for (const node of [bo, cleo, ...wired])
    await until(async () => JSON.stringify(await stateOf(node)) === shown, {
      what: 'the same shown',
      deadlineMs: PATIENCE_MS,
    })
  t.pass('all six are equal: logs, records, goods, drafts')
})
