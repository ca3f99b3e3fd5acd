import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { copyOfLive, until } from '@allmende/testkit'
import { codeOf, connect, findingsOf, PATIENCE_MS, type Scene, scene, shown } from '../scene.ts'

const LICENCE = 'CC0-1.0'

type Cast = Scene & { ada: AllmendeNode; cleo: AllmendeNode; first: string; draft: string }

/** Ada has shared and begun a draft; Cleo is a member and has all of it. */
async function begin(t: Test): Promise<Cast> {
  const place = scene(t)
  const ada = await place.open('ada')
  const cleo = await place.open('cleo')
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  await cleo.joinCommons({ link })
  await connect(cleo, ada)
  const first = await share(place, ada, 'one')
  const draft = (await ada.createDraft({ editors: 'commons', title: 'Notes', text: 'begun\n' })).id
  await shown(cleo, first)
  await until(async () => (await cleo.draftText(draft).catch(() => null))?.text === 'begun\n', {
    what: 'Cleo to have the draft',
    deadlineMs: PATIENCE_MS,
  })
  return { ...place, ada, cleo, first, draft }
}

async function share(place: Scene, node: AllmendeNode, title: string): Promise<string> {
  const path = place.files(`source ${title}`, { 'it.txt': `this is ${title}` })
  return (await node.share({ path, licence: LICENCE, title })).id
}

async function write(node: AllmendeNode, draft: string, line: string): Promise<void> {
  const { text, heads } = await node.draftText(draft)
  await node.editDraft({ draft, text: `${text}${line}\n`, heads })
}

function linesAt(node: AllmendeNode, draft: string, lines: string[]): Promise<unknown> {
  const what = `the draft to have ${lines.join(', ')}`
  return until(
    async () => {
      const { text } = await node.draftText(draft)
      return lines.every((line) => text.split('\n').filter((one) => one === line).length === 1)
    },
    { what, deadlineMs: PATIENCE_MS, everyMs: 50 },
  )
}

/** Nobody who followed saw a log contradict itself. */
async function noForks(t: Test, ...nodes: AllmendeNode[]): Promise<void> {
  for (const node of nodes) {
    t.notOk((await findingsOf(node)).includes('forked-log'), 'no fork was seen')
    t.ok((await node.check({})).ok, 'and its store is sound')
  }
}

/** Both go on writing, apart and together; the third follows both. */
async function bothGoOn(t: Test, cast: Cast, twin: AllmendeNode, ada: AllmendeNode): Promise<void> {
  const { cleo, draft } = cast
  const mine = await share(cast, ada, 'by the original')
  const theirs = await share(cast, twin, 'by the copy')
  await write(ada, draft, 'the original')
  await write(twin, draft, 'the copy')
  await connect(cleo, ada)
  await connect(cleo, twin)
  await connect(twin, ada)
  t.equal((await cleo.status()).peers.length, 2, 'the copy and the original are two nodes')
  for (const node of [ada, twin, cleo]) {
    for (const id of [cast.first, mine, theirs]) await shown(node, id)
    await linesAt(node, draft, ['begun', 'the original', 'the copy'])
  }
  await noForks(t, ada, twin, cleo)
}

test('L6 a home copied while its node is stopped is refused, and adopted it begins logs of its own: no fork', async (t) => {
  const cast = await begin(t)
  await cast.ada.close()
  cpSync(cast.home('ada'), cast.home('twin'), { recursive: true })
  t.equal(await codeOf(cast.open('twin')), 'STORE_COPIED')
  const twin = await cast.open('twin', { adoptCopy: true })
  t.ok((await findingsOf(twin)).includes('copied'), 'it says that it is a copy')
  const ada = await cast.open('ada')
  t.same(await findingsOf(ada), [], 'the original has nothing to say')
  await bothGoOn(t, cast, twin, ada)
})

test('L6 a home copied while its node runs is refused, and adopted it begins logs of its own: no fork', async (t) => {
  const cast = await begin(t)
  copyOfLive(cast.home('ada'), cast.home('twin'))
  t.equal(await codeOf(cast.open('twin')), 'STORE_COPIED')
  const twin = await cast.open('twin', { adoptCopy: true })
  t.ok((await findingsOf(twin)).includes('copied'), 'it says that it is a copy')
  await bothGoOn(t, cast, twin, cast.ada)
})

/** Ada's home as it was before she went on writing, which Cleo has seen. */
async function rolledBack(t: Test, restore: (home: string, earlier: string) => void): Promise<Cast> {
  const cast = await begin(t)
  await cast.ada.close()
  cpSync(cast.home('ada'), cast.home('earlier'), { recursive: true, preserveTimestamps: true })
  const later = await cast.open('ada')
  await connect(cast.cleo, later)
  const second = await share(cast, later, 'two')
  await write(later, cast.draft, 'later')
  await shown(cast.cleo, second)
  await linesAt(cast.cleo, cast.draft, ['begun', 'later'])
  await later.close()
  restore(cast.home('ada'), cast.home('earlier'))
  return { ...cast, first: second }
}

/** Writes at once, before anybody was met: this is where a rolled-back log would fork. */
async function goesOn(t: Test, cast: Cast, options: { adoptCopy: boolean }): Promise<AllmendeNode> {
  const ada = await cast.open('ada', options)
  const third = await share(cast, ada, 'three')
  await write(ada, cast.draft, 'after')
  await connect(cast.cleo, ada)
  for (const node of [ada, cast.cleo]) {
    await shown(node, third)
    await shown(node, cast.first)
    await linesAt(node, cast.draft, ['begun', 'later', 'after'])
  }
  await noForks(t, ada, cast.cleo)
  return ada
}

test('L8 a home that was put back whole from an earlier copy never forks, and gets back from others what it lost', async (t) => {
  const cast = await rolledBack(t, (home, earlier) => {
    rmSync(home, { recursive: true })
    renameSync(earlier, home)
  })
  t.equal(await codeOf(cast.open('ada')), 'STORE_COPIED')
  const ada = await goesOn(t, cast, { adoptCopy: true })
  t.ok((await findingsOf(ada)).includes('copied'), 'and says so')
})

test('L8 an earlier copy written over the files of a home, as a backup program does it, never forks', async (t) => {
  const cast = await rolledBack(t, (home, earlier) => {
    const db = join(home, 'store', 'db')
    for (const name of readdirSync(db)) rmSync(join(db, name))
    cpSync(earlier, home, { recursive: true, preserveTimestamps: true })
  })
  const ada = await goesOn(t, cast, { adoptCopy: false })
  const said = await findingsOf(ada)
  t.ok(said.includes('rolled-back') || said.includes('own-log-sealed'), `it says so: ${said.join(', ')}`)
})

test('L7 a home whose database alone was put back never forks, and says what happened', async (t) => {
  const cast = await rolledBack(t, (home, earlier) => {
    const db = join(home, 'store', 'db')
    rmSync(db, { recursive: true })
    cpSync(join(earlier, 'store', 'db'), db, { recursive: true, preserveTimestamps: true })
  })
  const ada = await goesOn(t, cast, { adoptCopy: false })
  const said = await findingsOf(ada)
  t.ok(said.includes('journal-replayed') || said.includes('own-log-sealed'), `it says so: ${said.join(', ')}`)
})

test('L9 a second node on the same home is refused while the first goes on', async (t) => {
  const cast = await begin(t)
  t.equal(await codeOf(cast.open('ada')), 'STORE_IN_USE')
  t.equal(await codeOf(cast.open('ada', { adoptCopy: true })), 'STORE_IN_USE', 'adopting it too')
  const second = await share(cast, cast.ada, 'two')
  await shown(cast.cleo, second)
  await noForks(t, cast.ada, cast.cleo)
})
