import type { AllmendeNode } from '@allmende/node'
import type { Seeded } from '@allmende/testkit'
import { isAllmendeError } from '@allmende/vocabulary'
import type { Drafts } from './draft-attacks.ts'

/** What somebody honest may meet with: the state they acted on was another, or is not there any more. */
const EXPECTED = new Set([
  'DRAFT_PART',
  'DRAFT_LINE',
  'DRAFT_FILE',
  'DRAFT_FILE_TAKEN',
  'PASSAGE_UNKNOWN',
  'PASSAGE_AMBIGUOUS',
  'PIECE_MISSING',
  'PIECE_UNKNOWN',
  'SUGGEST_SAME',
  'SUGGESTION_SETTLED',
])

const ACTS = [
  'write',
  'field',
  'line',
  'change a line',
  'attach',
  'move a file',
  'take a file off',
  'suggest',
  'accept',
  'decline',
  'comment',
  'resolve',
] as const
type Act = (typeof ACTS)[number]
export const FILE_ACTS = ['attach', 'move a file', 'take a file off'] as const

/** Writes a file of this name and content to the disk; where it lies. */
export type OnDisk = (name: string, content: string) => string

/** What honest people attach: few names, so that they meet. */
const NAMES = ['plan.txt', 'frame.svg', 'parts list.csv']

/** Somebody who edits, attaches, offers, answers and comments, in whatever is there at the moment. */
export async function actInDraft(
  node: AllmendeNode,
  drafts: Drafts,
  { random, onDisk, what = random.pick(ACTS) }: { random: Seeded; onDisk: OnDisk; what?: Act },
): Promise<void> {
  const draft = random.chance(0.7) ? drafts.together : drafts.invited
  try {
    if (what === 'attach') await attach(node, draft, random, onDisk)
    else await act(node, draft, what, random)
  } catch (error) {
    if (!isAllmendeError(error) || !EXPECTED.has(error.code)) throw error
  }
}

async function act(
  node: AllmendeNode,
  draft: string,
  what: Exclude<Act, 'attach'>,
  random: Seeded,
): Promise<unknown> {
  const me = node.id.slice(0, 4)
  switch (what) {
    case 'write':
      return appendTo(node, draft, `${me} goes on.\n`)
    case 'field':
      return node.editBeside({
        draft,
        edits: [{ set: { [random.pick(['title', 'tags'])]: `of ${me} ${random.int(99)}` } }],
      })
    case 'line':
      return node.editBeside({ draft, edits: [{ addLine: { name: `bolt of ${me}` }, after: null }] })
    case 'change a line':
      return changeLine(node, draft, random)
    case 'move a file':
    case 'take a file off':
      return changeFile(node, draft, what, random)
    case 'suggest':
      return suggest(node, draft, random)
    case 'accept':
    case 'decline':
      return answer(node, draft, what, random)
    case 'comment':
      return comment(node, draft, random)
    default:
      return resolve(node, draft, random)
  }
}

export async function appendTo(node: AllmendeNode, draft: string, line: string): Promise<void> {
  const { text } = await node.draftText(draft)
  await node.spliceDraft({ draft, splices: [{ at: text.length, remove: 0, insert: line }] })
}

async function changeLine(node: AllmendeNode, draft: string, random: Seeded): Promise<void> {
  const { lines } = await node.showDraft(draft)
  if (lines.length === 0) return
  const { id } = random.pick(lines)
  const edits = random.chance(0.3)
    ? [{ dropLine: id }]
    : [
        { line: id, set: { quantity: random.int(9) + 1 } },
        ...(random.chance(0.5) ? [{ moveLine: id, after: null }] : []),
      ]
  await node.editBeside({ draft, edits })
}

async function attach(node: AllmendeNode, draft: string, random: Seeded, onDisk: OnDisk): Promise<void> {
  const path = onDisk(random.pick(NAMES), `as ${node.id.slice(0, 4)} has it, ${random.int(99)}`)
  await node.attachFiles({ draft, paths: [path], ...(random.chance(0.5) && { under: 'pictures' }) })
}

/** Whatever is attached, also what somebody else put there, or is no file at all. */
async function changeFile(
  node: AllmendeNode,
  draft: string,
  what: 'move a file' | 'take a file off',
  random: Seeded,
): Promise<void> {
  const { files } = await node.showDraft(draft)
  if (files.length === 0) return
  const { path } = random.pick(files)
  const to = `${random.pick(['old', 'pictures'])}/${random.pick(NAMES)}`
  const edit = what === 'move a file' ? { moveFile: path, to } : { detach: path }
  await node.editBeside({ draft, edits: [edit] })
}

/** A word of the text is to be another; or something is to stand before it all. */
async function suggest(node: AllmendeNode, draft: string, random: Seeded): Promise<void> {
  const { text, heads } = await node.draftText(draft)
  const words = [...text.matchAll(/\w+/g)]
  if (words.length === 0) return
  const { index, 0: word } = random.pick(words)
  const other = `${word}, better by ${node.id.slice(0, 4)}`
  const changed = text.slice(0, index) + other + text.slice(index + word.length)
  await node.draftSuggest({
    draft,
    text: random.chance(0.3) ? `Before it all. ${changed}` : changed,
    heads,
    title: other.slice(0, 60),
  })
}

async function answer(
  node: AllmendeNode,
  draft: string,
  what: 'accept' | 'decline',
  random: Seeded,
): Promise<void> {
  const { suggestions } = await node.draftSuggestions(draft)
  const open = suggestions.filter(
    ({ state, pieces }) => state === 'open' && pieces.some(({ change }) => change),
  )
  if (open.length === 0) return
  const { id, pieces } = random.pick(open)
  const { number } = random.pick(pieces.filter(({ state, change }) => state === 'open' && change))
  if (what === 'accept') await node.accept({ reference: id, pieces: [number] })
  else await node.decline({ suggestion: id, pieces: [number], reason: 'not so' })
}

async function comment(node: AllmendeNode, draft: string, random: Seeded): Promise<void> {
  const { text } = await node.draftText(draft)
  const from = random.int(text.length)
  await node.draftComment({ draft, text: 'What about this?', quote: text.slice(from, from + 12), near: from })
}

async function resolve(node: AllmendeNode, draft: string, random: Seeded): Promise<void> {
  const { comments } = await node.draftComments(draft)
  const open = comments.filter(({ resolved }) => !resolved)
  if (open.length > 0) await node.resolveComment({ comment: random.pick(open).id })
}
