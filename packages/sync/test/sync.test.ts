import test from 'tape'
import { until } from '@allmende/testkit'
import { allEqual, hasBlocks, stage } from './nodes.ts'

test('S6 what one has written the other gets on connecting, and S7 what is written then arrives at once', async (t) => {
  const scene = stage()
  const ada = await scene.actor('Ada')
  const log = await ada.write('one', 'two')
  const bo = await scene.actor('Bo')
  await hasBlocks(bo, log, 2)
  t.deepEqual(await bo.read(), { [log]: ['one', 'two'] })
  await ada.write('three')
  await hasBlocks(bo, log, 3)
  await bo.write('from Bo')
  await allEqual([ada, bo])
  t.deepEqual(await ada.read(), await bo.read())
  await until(() => ada.sync.progress(ada.commons.id).behind === 0)
  await scene.close()
})
