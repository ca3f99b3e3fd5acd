import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AllmendeNode, openNode } from '@allmende/node'
import { seeded, type Seeded, until } from '@allmende/testkit'
import { addressOf } from '../scene.ts'
import { type Cable, cable } from './cut-cable.ts'
import { stateOf } from './state.ts'

const NAMES = ['ada', 'bo', 'cleo'] as const
const PAIRS = [
  [0, 1],
  [1, 2],
  [0, 2],
] as const
const SETTLE_MS = 120_000

export type Interleaving = {
  readonly steps: string[]
  /** Empty when all three ended equal; else where they differ. */
  readonly differences: string[]
  readonly records: number
  /** What check says anywhere, and findings that must not be. */
  readonly problems: string[]
}

type Place = {
  readonly folder: string
  readonly random: Seeded
  readonly nodes: AllmendeNode[]
  readonly cables: Cable[]
  readonly drafts: string[]
  readonly steps: string[]
  count: number
}

/** Three nodes that write, are connected and cut off in a seeded order, and in the end are all connected. */
export async function interleave(seed: string, steps: number): Promise<Interleaving> {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-order-'))
  const place: Place = {
    folder,
    random: seeded(seed),
    nodes: [],
    cables: [],
    drafts: [],
    steps: [],
    count: 0,
  }
  try {
    await begin(place)
    for (let step = 0; step < steps; step++) await place.random.pick(STEPS)(place)
    await Promise.all(place.cables.map((_, index) => plug(place, index)))
    return await end(place)
  } finally {
    await Promise.all(place.nodes.map((node) => node.close()))
    await Promise.all(place.cables.map((one) => one.close()))
    rmSync(folder, { recursive: true, force: true })
  }
}

function open({ folder }: Place, index: number): Promise<AllmendeNode> {
  return openNode({ home: join(folder, NAMES[index] ?? ''), internet: false, host: '127.0.0.1' })
}

async function begin(place: Place): Promise<void> {
  for (const index of NAMES.keys()) place.nodes.push(await open(place, index))
  const [ada, ...others] = place.nodes as [AllmendeNode, AllmendeNode, AllmendeNode]
  // A private one: in a public commons newcomers have a quota, and how far each got would be another test.
  const { link } = await ada.createCommons({ name: 'Order', public: false })
  for (const node of others) await node.joinCommons({ link })
  for (const [, far] of PAIRS)
    place.cables.push(await cable(() => addressOf(place.nodes[far] as AllmendeNode)))
}

async function plug({ cables, nodes }: Place, index: number): Promise<void> {
  const one = cables[index] as Cable
  one.plug()
  await (nodes[PAIRS[index]?.[0] ?? 0] as AllmendeNode).connect(one.address).catch(() => undefined)
}

type Step = (place: Place) => Promise<void>

const someNode = ({ random, nodes }: Place): AllmendeNode => random.pick(nodes)

const connectSome: Step = async (place) => {
  const index = place.random.int(PAIRS.length)
  place.steps.push(`plug ${index}`)
  await plug(place, index)
}

const cutSome: Step = async ({ random, cables, steps }) => {
  const index = random.int(PAIRS.length)
  steps.push(`pull ${index}`)
  cables[index]?.pull()
}

const restart: Step = async (place) => {
  const index = place.random.int(place.nodes.length)
  place.steps.push(`restart ${index}`)
  await place.nodes[index]?.close()
  place.nodes[index] = await open(place, index)
}

const share: Step = async (place) => {
  const node = someNode(place)
  const path = join(place.folder, `source ${place.nodes.indexOf(node)} ${place.random.int(3)}`)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'it.txt'), `version ${place.count++}`)
  place.steps.push(`share ${path.slice(place.folder.length)}`)
  await node.share({ path, licence: 'CC0-1.0', description: `said ${place.count}` })
}

const comment: Step = async (place) => {
  const node = someNode(place)
  const { results } = await node.find({ kind: 'good', limit: 200 })
  if (results.length === 0) return
  place.steps.push('comment')
  await node.comment({ on: place.random.pick(results).id, text: `comment ${place.count++}` })
}

const profile: Step = async (place) => {
  place.steps.push('profile')
  await someNode(place).profile({ name: `Somebody ${place.count++}` })
}

const draft: Step = async (place) => {
  place.steps.push('draft')
  const { id } = await someNode(place).createDraft({
    editors: 'commons',
    title: `Draft ${place.count++}`,
    text: 'one\ntwo\nthree\n',
  })
  place.drafts.push(id)
}

const edit: Step = async (place) => {
  const node = someNode(place)
  const { drafts: here } = await node.listDrafts({})
  if (here.length === 0) return
  const { id } = place.random.pick(here.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
  const { text, heads } = await node.draftText(id)
  const lines = text.split('\n')
  lines.splice(place.random.int(lines.length), place.random.int(2), `line ${place.count++}`)
  place.steps.push('edit')
  await node.editDraft({ draft: id, text: lines.join('\n'), heads })
}

const STEPS: readonly Step[] = [
  connectSome,
  connectSome,
  cutSome,
  restart,
  share,
  share,
  comment,
  profile,
  draft,
  edit,
  edit,
  edit,
]

async function end(place: Place): Promise<Interleaving> {
  let differences: string[] = []
  let records = 0
  const agree = async (): Promise<boolean> => {
    const states = await Promise.all(
      place.nodes.map((node) => stateOf(node).catch((error: unknown) => ({ error: String(error) }))),
    )
    differences = differencesOf(states)
    records = (states[0] as { records?: unknown[] }).records?.length ?? 0
    return differences.length === 0
  }
  // Where they stay apart, what they differ in is told and not that it took too long.
  await until(agree, { deadlineMs: SETTLE_MS, everyMs: 100 }).catch(() => undefined)
  const problems: string[] = []
  for (const [index, node] of place.nodes.entries()) {
    const { problems: found } = await node.check({})
    problems.push(...found.map(({ message }) => `${NAMES[index]}: ${message}`))
    const { findings } = await node.status()
    problems.push(...findings.map(({ code, message }) => `${NAMES[index]}: ${code} ${message}`))
  }
  return { steps: place.steps, differences, records, problems }
}

/** Field by field, so that a failing seed says where to look. */
function differencesOf(states: readonly Record<string, unknown>[]): string[] {
  const [first = {}, ...others] = states
  const names = new Set(states.flatMap((state) => Object.keys(state)))
  return others.flatMap((state, index) =>
    [...names]
      .filter((name) => JSON.stringify(state[name]) !== JSON.stringify(first[name]))
      .map(
        (name) =>
          `${NAMES[0]} and ${NAMES[index + 1]} differ in ${name}: ${cut(first[name])} | ${cut(state[name])}`,
      ),
  )
}

function cut(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 2_000 ? `${text.slice(0, 2_000)}…` : text
}
