import { join } from 'node:path'
import type { Test } from 'tape'
import type { AllmendeNode } from '@allmende/node'
import { seeded, until } from '@allmende/testkit'
import { addressOf, connect, PATIENCE_MS, type Scene, scene } from '../scene.ts'
import { broker, clerk, type Drafts, giant, impostor, intruder, vandal } from './draft-attacks.ts'
import { filer } from './draft-file-attacks.ts'
import { Forger } from './draft-forger.ts'
import { type DraftOutcome, outcomeOf } from './draft-outcome.ts'
import { actInDraft, appendTo, FILE_ACTS, type OnDisk } from './draft-people.ts'

const ATTACKS = [impostor, giant, intruder, vandal, filer, broker, clerk]

const WHERE = '[here]'

/** Entries that belong to no session cannot be laid to a draft: they are told in the findings only. */
export const WITHOUT_DRAFT: ReadonlySet<string> = new Set(['EDIT_SESSION', 'EDIT_KIND'])

type Attacked = {
  /** Each is connected to the one before. */
  readonly nodes: readonly AllmendeNode[]
  readonly drafts: Drafts
  readonly folder: string
  readonly outcomes: readonly DraftOutcome[]
  readonly expected: readonly string[]
  readonly findings: readonly string[][]
}

/**
 * Three people who write in two drafts, attach files, offer and answer and comment, and forgers, each with a log of their own, who come to each of them in
 * another order, while they are apart and write; then all meet, and somebody new joins, who gets everything at once.
 */
export async function attackDrafts(t: Test, seed: string): Promise<Attacked> {
  const random = seeded(seed)
  const place = scene(t)
  const { nodes, link, drafts } = await stage(place)
  const forgers = await prepare(t, place, { nodes, link, drafts })
  for (const node of nodes) {
    const address = await addressOf(node)
    const onDisk: OnDisk = (name, content) =>
      join(place.files(`of ${node.id.slice(0, 4)}`, { [name]: content }), name)
    // Whatever the dice say, files are in it.
    for (const what of random.shuffle([...FILE_ACTS]))
      await actInDraft(node, drafts, { random, onDisk, what })
    for (const forger of random.shuffle([...forgers])) {
      await actInDraft(node, drafts, { random, onDisk })
      const mark = `${WHERE}${forger.person.slice(0, 6)}`
      await forger.meet(address, `${mark} to be shown`, async () =>
        (await node.draftText(drafts.together)).text.includes(mark),
      )
    }
    await appendTo(node, drafts.invited, `${node.id.slice(0, 4)} too.\n`)
  }
  await connect(nodes[0]!, nodes[1]!)
  await connect(nodes[1]!, nodes[2]!)
  const late = await place.open('dan')
  await late.joinCommons({ link })
  await connect(late, nodes[2]!)
  const all = [...nodes, late]
  const expected = ATTACKS.flatMap(({ refused }) => refused).toSorted()
  const outcomes = await settled(all, drafts, expected.filter((code) => !WITHOUT_DRAFT.has(code)).length)
  const findings = await Promise.all(all.map((node) => findingsOf(node, expected)))
  return { nodes: all, drafts, folder: place.folder, outcomes, expected, findings }
}

/** Names are looked up before a refusal is told: the findings come a moment after the texts. Those that never come are seen by the test. */
async function findingsOf(node: AllmendeNode, codes: readonly string[]): Promise<string[]> {
  const told = async (): Promise<string[]> =>
    (await node.status()).findings.map(({ code, message }) => `${code}: ${message}`)
  const hasAll = async (): Promise<boolean> => {
    const said = await told()
    return codes.every((code) => said.some((line) => line.startsWith(`${code}: `)))
  }
  await until(hasAll, { what: 'every reason in the status', deadlineMs: PATIENCE_MS, everyMs: 100 }).catch(
    () => undefined,
  )
  return told()
}

/** Ada, Bo and Cleo with two drafts, who have met, and are apart now. */
async function stage(place: Scene): Promise<{ nodes: AllmendeNode[]; link: string; drafts: Drafts }> {
  const names = ['ada', 'bo', 'cleo']
  const nodes = await Promise.all(names.map((name) => place.open(name)))
  const [ada, ...others] = nodes as [AllmendeNode, ...AllmendeNode[]]
  const { link } = await ada.createCommons({ name: 'Workshop', public: true })
  const { id: together } = await ada.createDraft({
    editors: 'commons',
    title: 'Together',
    text: 'All may write.\n',
  })
  const { id: invited } = await ada.createDraft({
    editors: 'commons',
    title: 'Invited',
    text: 'Three may write.\n',
  })
  const attached = place.files('begun with', { 'plan.txt': 'as it began', 'frame.svg': '<svg/>' })
  const paths = ['plan.txt', 'frame.svg'].map((name) => join(attached, name))
  await ada.attachFiles({ draft: together, paths })
  const people: string[] = []
  for (const node of others) {
    await node.joinCommons({ link })
    await connect(node, ada)
    people.push((await node.profile({ name: 'Somebody' })).person!)
  }
  await ada.draftAccess({ draft: invited, invite: people })
  // Before the invitation everybody may edit: who cites that moment is judged by it.
  const invitedHeads = await until(
    async () => {
      const { heads } = await ada.show(invited)
      return heads.includes(invited) ? null : heads
    },
    { what: 'the invitation to stand', deadlineMs: PATIENCE_MS },
  )
  for (const node of others)
    await until(async () => (await node.draftAccess({ draft: invited })).invited.length === 2, {
      what: 'the invitation to arrive',
      deadlineMs: PATIENCE_MS,
    })
  for (const node of others)
    for (const draft of [together, invited])
      await until(async () => (await node.draftText(draft)).text !== '', {
        what: 'the texts to arrive',
        deadlineMs: PATIENCE_MS,
      })
  for (const node of others)
    await until(async () => (await node.showDraft(together)).files.length === paths.length, {
      what: 'what is attached to arrive',
      deadlineMs: PATIENCE_MS,
    })
  // Opened again they are met by nobody.
  for (const node of nodes) await node.close()
  return {
    nodes: await Promise.all(names.map((name) => place.open(name))),
    link,
    drafts: { together, invited, invitedHeads },
  }
}

async function prepare(
  t: Test,
  place: Scene,
  { nodes, link, drafts }: { nodes: AllmendeNode[]; link: string; drafts: Drafts },
): Promise<Forger[]> {
  const ada = nodes[0]!
  const heard = [(await ada.status()).person!]
  const address = await addressOf(ada)
  const forgers: Forger[] = []
  for (const attack of ATTACKS) {
    const forger = await Forger.open(t, place, { name: attack.name, link, heard })
    await forger.meet(address, 'the draft to be known', async () => (await forger.learn()) >= 2)
    await attack.write(forger, drafts)
    // The last entry is a good one: where it is shown, all before it was judged.
    await forger.write(forger.session(drafts.together).put(0, 0, `${WHERE}${forger.person.slice(0, 6)}\n`))
    forgers.push(forger)
  }
  return forgers
}

/** Until all say the same, and have judged each bad change: what waits for a record is equal everywhere, too. */
async function settled(nodes: AllmendeNode[], drafts: Drafts, refusals: number): Promise<DraftOutcome[]> {
  let last: DraftOutcome[] = []
  const equal = async (): Promise<boolean> => {
    last = await Promise.all(nodes.map((node) => outcomeOf(node, drafts)))
    const isWhole = last.every(({ refused }) => refused.length >= refusals)
    return isWhole && last.every((one) => JSON.stringify(one) === JSON.stringify(last[0]))
  }
  // What they say instead is for the test to show.
  const late = (): null => null
  // Whoever came later does not know the drafts at first.
  const asked = (): Promise<boolean> => equal().catch(() => false)
  await until(asked, { what: 'all to say the same', deadlineMs: PATIENCE_MS, everyMs: 100 }).catch(late)
  return last
}
