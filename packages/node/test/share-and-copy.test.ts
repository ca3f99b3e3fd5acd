import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'tape'
import { until } from '@allmende/testkit'
import { type AllmendeNode, openNode } from '../src/index.ts'

async function withNodes(
  count: number,
  work: (nodes: AllmendeNode[], folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'allmende-node-'))
  const nodes: AllmendeNode[] = []
  try {
    for (let index = 0; index < count; index++) {
      nodes.push(await openNode({ home: join(folder, `home${index}`), internet: false, host: '127.0.0.1' }))
    }
    await work(nodes, folder)
  } finally {
    await Promise.all(nodes.map((node) => node.close()))
    await rm(folder, { recursive: true, force: true })
  }
}

async function addressOf(node: AllmendeNode): Promise<string> {
  const { network } = await node.status()
  return network.flatMap(({ addresses }) => addresses)[0] ?? ''
}

test('a folder shared on one node is copied by link on another that has neither joined nor an identity', async (t) => {
  await withNodes(2, async ([alice, bob], folder) => {
    if (!alice || !bob) return
    const source = join(folder, 'source')
    await mkdir(join(source, 'sub'), { recursive: true })
    await writeFile(join(source, 'a.txt'), 'a common thing')
    await writeFile(join(source, 'sub', 'b.txt'), 'b'.repeat(200_000))
    const commons = await alice.createCommons({ name: 'Workshop', public: true })
    t.equal(commons.words?.split(' ').length, 24, 'the first write makes a person and says the words')
    const shared = await alice.share({ path: source, licence: 'CC-BY-SA-4.0', title: 'Common thing' })
    t.equal(shared.files, 2)
    const { results } = await alice.find({ words: 'common' })
    t.equal(results[0]?.id, shared.id, 'the sharer finds it')
    await bob.connect(await addressOf(alice))
    const copied = await bob.copy({ from: shared.link, to: join(folder, 'target') })
    t.equal(copied.files, 2)
    t.equal(await readFile(join(folder, 'target', 'sub', 'b.txt'), 'utf8'), 'b'.repeat(200_000))
    t.equal((await bob.status()).person, null, 'no identity was made for copying')
    const shown = await bob.show(shared.link)
    t.equal(shown.licence, 'CC-BY-SA-4.0')
    t.equal(shown.versions[0]?.heldHere, true)
  })
})

test('sharing a folder again makes a new version of its good', async (t) => {
  await withNodes(1, async ([alice], folder) => {
    if (!alice) return
    const source = join(folder, 'source')
    await mkdir(source)
    await writeFile(join(source, 'a.txt'), 'one')
    await alice.createCommons({ name: 'Workshop', public: true })
    const first = await alice.share({ path: source, licence: 'MIT', type: 'software' })
    await writeFile(join(source, 'a.txt'), 'two')
    const second = await alice.share({ path: source })
    t.equal(second.id, first.id, 'the same good')
    t.notEqual(second.version, first.version, 'another version')
    const shown = await alice.show(first.id)
    t.equal(shown.versions.length, 2)
    t.equal(shown.licence, 'MIT', 'the licence stays')
    t.notOk(shown.diverged)
  })
})

test('two nodes write one draft, at once and apart', async (t) => {
  await withNodes(2, async ([alice, bob]) => {
    if (!alice || !bob) return
    const commons = await alice.createCommons({ name: 'Workshop', public: true })
    const draft = await alice.createDraft({ editors: 'commons', title: 'Rules', text: 'one\n' })
    await bob.joinCommons({ link: commons.link })
    await bob.connect(await addressOf(alice))
    await eventually(async () => (await bob.draftText(draft.id)).text === 'one\n')
    const { heads } = await bob.draftText(draft.id)
    await alice.editDraft({ draft: draft.id, text: 'zero\none\n' })
    await bob.editDraft({ draft: draft.id, text: 'one\ntwo\n', heads })
    await eventually(async () => (await alice.draftText(draft.id)).text === 'zero\none\ntwo\n')
    await eventually(async () => (await bob.draftText(draft.id)).text === 'zero\none\ntwo\n')
    const { changes } = await alice.draftHistory(draft.id)
    t.equal(new Set(changes.map(({ author }) => author)).size, 2, 'both are in the history')
    const published = await alice.publishDraft({ draft: draft.id, licence: 'CC-BY-SA-4.0' })
    const again = await alice.publishDraft({ draft: draft.id })
    t.equal(again.id, published.id, 'published again, it is a version of the same good')
    t.equal((await alice.show(published.id)).versions.length, 2)
  })
})

test('the starter commons holds goods and a draft, and is made once', async (t) => {
  await withNodes(1, async ([alice]) => {
    if (!alice) return
    const made = await alice.createStarter()
    const again = await alice.createStarter()
    t.equal(again.id, made.id)
    const { results, total } = await alice.find({ kind: 'good' })
    t.equal(total, 4)
    const source = results.find(({ title }) => title === 'Allmende, the source')
    t.equal(source?.licence, 'AGPL-3.0-or-later', 'this program is the first of them')
    const { files } = await alice.show(source?.id ?? '')
    t.ok(files?.[0]?.path.endsWith('-source.tar.gz') && files[0].bytes < 4e6, `${files?.[0]?.bytes} bytes`)
    const [manual] = (await alice.listDrafts({})).drafts
    t.ok((await alice.draftText(manual?.id ?? '')).text.startsWith('# Manual'))
  })
})

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  await until(() => holds().catch(() => false), { what: 'it to come about' })
}

test('a draft published into a good replaces its own file and leaves the others', async (t) => {
  await withNodes(1, async ([alice], folder) => {
    if (!alice) return
    const source = join(folder, 'source')
    await mkdir(source)
    await writeFile(join(source, 'plan.svg'), '<svg/>')
    await writeFile(join(source, 'README.md'), 'old')
    await alice.createCommons({ name: 'Workshop', public: true })
    const good = await alice.share({ path: source, licence: 'CERN-OHL-S-2.0', type: 'design' })
    const draft = await alice.createDraft({
      editors: 'commons',
      title: 'Readme',
      text: 'new words',
      good: good.id,
    })
    const published = await alice.publishDraft({ draft: draft.id, filename: 'README.md' })
    t.equal(published.id, good.id)
    t.equal(published.files, 2)
    await alice.copy({ from: good.id, to: join(folder, 'target') })
    t.equal(await readFile(join(folder, 'target', 'README.md'), 'utf8'), 'new words')
    t.equal(await readFile(join(folder, 'target', 'plan.svg'), 'utf8'), '<svg/>')
  })
})
