import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TextMark, withMarks } from '@allmende/rules'
import test from 'tape'
import { connect, errorOf, eventually, scene } from '../nodes.ts'

const TEXT = '# A chair\n\nIt has four legs and a back.\n\nUse `four screws` and glue.\n'

type Marked = readonly [words: string, name: string, value?: string]

/** With the first place of each of these words marked. */
function md(text: string, ...marked: Marked[]): string {
  const marks = marked.map(([words, name, value = true]): TextMark => {
    const from = text.indexOf(words)
    return { from, to: from + words.length, name, value }
  })
  return withMarks(text, marks).text
}

test('DS14 marks become Markdown that reads so: within each line, without blanks, nested, apart where they cross', (t) => {
  t.equal(md('It has four legs.', ['four legs', 'strong']), 'It has **four legs**.')
  t.equal(md('It has four legs.', [' four ', 'em']), 'It has *four* legs.')
  t.equal(md('one\ntwo\n\n- three\n', ['one\ntwo\n\n- three', 'bold']), '**one**\n**two**\n\n- **three**\n')
  t.equal(md('# Head\n> said', ['# Head\n> said', 'italic']), '# *Head*\n> *said*')
  t.equal(md('a b c d', ['a b c', 'strong'], ['c d', 'em']), '**a b *c*** *d*')
  t.equal(
    md('a b c', ['a b c', 'strong'], ['b', 'link', 'https://x.example/a (b)']),
    '**a [b](https://x.example/a%20%28b%29) c**',
  )
  t.equal(
    md('say "yes"now', ['"yes"', 'strong']),
    'say **"yes**"now',
    'a star between a sign and a letter is none',
  )
  t.equal(md('run a`b now', ['a`b', 'code']), 'run ``a`b`` now')
  t.equal(md('a ` b', ['b', 'code']), 'a ` ``b``', 'no backtick that stands there alone gets another')
  t.equal(md('run it now', ['run it', 'code'], ['it', 'strong']), '`run` **`it`** now')
  t.end()
})

test('DS14 nothing is written into code, links or pictures that stand in the text; what is no mark of Markdown is left out', (t) => {
  const code = '```\nlet it be\n```\n\n    and here\n\nlet `it` be\n'
  t.equal(md(code, [code.trim(), 'strong']), '```\nlet it be\n```\n\n    and here\n\n**let** `it` **be**\n')
  t.equal(md('~~~\na\n```\nb', ['b', 'em']), '~~~\na\n```\nb', 'a fence that nothing ended')
  t.equal(
    md('see [the plan](https://a.example/b_c) now', ['plan](https://a.example/b_c) now', 'em']),
    'see [the *plan*](https://a.example/b_c) *now*',
  )
  t.equal(md('see ![a b](c.png) now', ['b](c.png) now', 'strong']), 'see ![a b](c.png) **now**')
  t.equal(md('see [a](https://b.example)', ['a', 'link', 'https://c.example/']), 'see [a](https://b.example)')
  t.equal(md('see <https://b.example> now', ['b.example> now', 'em']), 'see <https://b.example> *now*')
  t.equal(md('a \\* b', ['* b', 'strong']), 'a \\* **b**')
  t.equal(md('a *b c* d', ['c* d', 'strong']), 'a *b **c*** **d**')
  t.equal(md('some words', ['some', 'note'], ['words', 'link', 'javascript:alert(1)']), 'some words')
  t.deepEqual(withMarks('`a` b', [{ from: 1, to: 2, name: 'em', value: true }]), {
    text: '`a` b',
    written: 0,
  })
  t.end()
})

test('DS13 whoever may edit marks a passage and takes the mark off; everybody has it, and the text stays as it is', async (t) => {
  const { open } = scene(t)
  const [anna, bert] = [await open('anna'), await open('bert')]
  const { link } = await anna.createCommons({ name: 'Garden', public: true })
  await bert.joinCommons({ link })
  await connect(anna, bert)
  const { id } = await anna.createDraft({ editors: 'commons', title: 'Chair', text: TEXT })
  await eventually(
    'the draft at Bert',
    async () => (await bert.draftText(id).catch(() => null))?.text === TEXT,
  )
  const told = async (node: typeof anna) =>
    (await node.draftMarks(id)).marks.map(({ name, value, now }) => [now.text, now.line, name, value])
  t.deepEqual(await told(anna), [])
  const made = await bert.markDraft({ draft: id, quote: 'four', near: 20, name: 'strong' })
  t.deepEqual([made.text, made.name, made.value], ['four', 'strong', true])
  await bert.markDraft({ draft: id, quote: 'a back', name: 'link', value: 'https://backs.example/a' })
  await bert.markDraft({ draft: id, line: 5, name: 'em' })
  const all = [
    ['four', 3, 'strong', true],
    ['a back', 3, 'link', 'https://backs.example/a'],
    ['Use `four screws` and glue.', 5, 'em', true],
  ]
  await eventually('the marks at Anna', async () => (await anna.draftMarks(id)).marks.length === 3)
  t.deepEqual(await told(anna), all)
  t.equal((await anna.draftText(id)).text, TEXT)
  const refused = async (mark: object) =>
    (await errorOf(anna.markDraft({ draft: id, quote: 'glue', name: 'strong', ...mark } as never))).code
  t.equal(await refused({ name: 'blink' }), 'MARK_NAME')
  t.equal(await refused({ name: 'link', value: 'javascript:alert(1)' }), 'MARK_ADDRESS')
  t.equal(await refused({ name: 'link', value: 'plan.md' }), 'MARK_ADDRESS')
  t.equal(await refused({ name: 'link' }), 'MARK_ADDRESS')
  t.equal(await refused({ value: 'https://x.example' }), 'MARK_ADDRESS')
  t.equal(await refused({ quote: 'four' }), 'PASSAGE_AMBIGUOUS')
  t.equal(await refused({ quote: undefined, line: 2 }), 'MARK_EMPTY')
  t.equal(await refused({ value: null }), 'MARK_NONE', 'glue isn’t bold')
  await anna.markDraft({ draft: id, quote: 'screws', name: 'em', value: null })
  await eventually(
    'it off in the middle, at Bert',
    async () => (await bert.draftMarks(id)).marks.length === 4,
  )
  t.deepEqual((await told(bert)).slice(2), [
    ['Use `four ', 5, 'em', true],
    ['` and glue.', 5, 'em', true],
  ])
  await anna.draftAccess({ draft: id, editors: 'invited' })
  await eventually(
    'that Bert may not edit',
    async () => (await bert.draftAccess({ draft: id })).editors === 'invited',
  )
  await anna.markDraft({ draft: id, quote: 'legs', name: 'strong', guest: 'Ina' })
  const { changes } = await anna.draftHistory(id)
  t.equal(changes.at(-1)?.guest, 'Ina', 'for a guest it stands in a session that names them')
  const may = await errorOf(bert.markDraft({ draft: id, quote: 'glue', name: 'strong' }))
  t.equal(may.code, 'DRAFT_MAY_NOT_EDIT')
})

test('DS14 published as Markdown a draft has its marks in the text, in another kind of file none; how many is told', async (t) => {
  const { open, folder } = scene(t)
  const anna = await open('anna')
  await anna.createCommons({ name: 'Garden', public: true })
  const { id } = await anna.createDraft({ title: 'Chair', text: TEXT })
  await anna.markDraft({ draft: id, line: 3, name: 'strong' })
  await anna.markDraft({ draft: id, quote: 'glue', name: 'link', value: 'https://glue.example/' })
  await anna.markDraft({ draft: id, quote: 'screws', name: 'em' })
  const licence = 'CC-BY-SA-4.0'
  const first = await anna.publishDraft({ draft: id, licence })
  t.deepEqual(first.marks, { written: 2, left: 1 })
  const copied = async (to: string, name: string): Promise<string> => {
    await anna.copy({ from: first.id, to: join(folder, to) })
    return readFileSync(join(folder, to, name), 'utf8')
  }
  t.equal(
    await copied('md', 'Chair.md'),
    '# A chair\n\n**It has four legs and a back.**\n\nUse `four screws` and [glue](https://glue.example/).\n',
  )
  t.equal((await anna.draftText(id)).text, TEXT, 'in the draft it stays a mark')
  const second = await anna.publishDraft({ draft: id, licence, filename: 'chair.txt' })
  t.deepEqual(second.marks, { written: 0, left: 3 })
  t.equal(await copied('txt', 'chair.txt'), TEXT)
})
