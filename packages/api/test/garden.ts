import { join } from 'node:path'
import { openNode } from '@allmende/node'
import { type Teardown, temporaryFolder } from '@allmende/testkit'
import { embed } from '../src/index.ts'

/** A node without a network and its client, with a commons in it; `home` is the folder around it. */
export async function openGarden(t: Teardown) {
  const home = temporaryFolder(t)
  const open = (options: { home: string }) =>
    openNode({ ...options, internet: false, lan: false, quiet: true })
  const { client, close } = await embed({ home: join(home, 'home'), open })
  t.teardown(close)
  await client.createCommons({ name: 'Garden', public: false })
  return { client, home }
}
