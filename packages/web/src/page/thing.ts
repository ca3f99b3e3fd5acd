import { bytes, h, list, when } from './dom.ts'
import type { Stage } from './page.ts'

type Thing = {
  id: string
  title: string
  licence: string | null
  licenceName: string | null
  type: string | null
  description: string | null
  tags: string[]
  authorName: string | null
  author: string
  commonsName: string
  link: string
  versions: {
    id: string
    label: string | null
    at: number
    files: number
    bytes: number
    holders: number
    heldHere: boolean
  }[]
  diverged: boolean
  files: { path: string; bytes: number; hash: string }[] | null
  derivedFrom: string | null
  comments: { text: string; authorName: string | null; author: string; at: number }[]
}

/** A good: what it is, its versions and who holds them, its files, what was said about it. */
export async function showThing(stage: Stage, id: string): Promise<void> {
  const redraw = async (): Promise<void> => {
    const thing = await stage.api.get<Thing>(`/v1/things/${encodeURIComponent(id)}`)
    if (!stage.signal.aborted) stage.main.replaceChildren(...parts(thing))
  }
  stage.onChange(redraw)
  await redraw()
}

function parts(thing: Thing): HTMLElement[] {
  const by = thing.authorName ?? thing.author.slice(0, 8)
  const licence =
    thing.licence === null ? '' : `${thing.licence}${thing.licenceName ? ` (${thing.licenceName})` : ''}`
  return [
    h('h1', {}, thing.title),
    h(
      'p',
      { class: 'soft' },
      [thing.type, licence, `by ${by}`, `in ${thing.commonsName}`, ...thing.tags].filter(Boolean).join(' · '),
    ),
    thing.diverged
      ? h('p', { class: 'warn' }, 'It was changed apart by several people, and nobody has settled it yet.')
      : h('span'),
    h('p', { class: 'description' }, thing.description ?? ''),
    h('h2', {}, 'Copy it'),
    h('code', { class: 'block' }, `allmende copy ${thing.link}`),
    h('h2', {}, 'Versions'),
    versions(thing),
    h('h2', {}, 'Files'),
    thing.files === null
      ? h('p', { class: 'soft' }, 'The list of files is not on this computer.')
      : files(thing.files),
    h('h2', {}, 'Comments'),
    list(
      thing.comments.map((one) =>
        h(
          'span',
          {},
          one.text,
          h('small', {}, ` ${one.authorName ?? one.author.slice(0, 8)} · ${when(one.at)}`),
        ),
      ),
      'Nobody has said anything yet: allmende comment',
    ),
  ]
}

function versions({ versions: all }: Thing): HTMLElement {
  const rows = all.toReversed().map((version, index) => {
    const held =
      version.holders === 0
        ? 'nobody connected'
        : version.holders === 1 && version.heldHere
          ? 'this computer only'
          : `${version.holders} computer${version.holders === 1 ? '' : 's'}${version.heldHere ? ', this one too' : ''}`
    const cells = [
      version.label ?? String(all.length - index),
      when(version.at),
      `${version.files} file${version.files === 1 ? '' : 's'}, ${bytes(version.bytes)}`,
      held,
    ]
    return h('tr', {}, ...cells.map((cell) => h('td', {}, cell)))
  })
  const head = ['version', 'said to be of', 'content', 'known to be whole on'].map((cell) =>
    h('th', {}, cell),
  )
  return h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows))
}

function files(all: { path: string; bytes: number }[]): HTMLElement {
  const rows = all.map((file) =>
    h('tr', {}, h('td', {}, file.path), h('td', { class: 'number' }, bytes(file.bytes))),
  )
  return h('table', {}, h('tbody', {}, ...rows))
}
