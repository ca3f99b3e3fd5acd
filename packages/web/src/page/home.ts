import { bytes, h, list, when } from './dom.ts'
import type { Stage } from './page.ts'
import { behindInWords, type Status } from './status.ts'

type Commons = {
  id: string
  name: string
  link: string
  public: boolean
  current: boolean
  starter?: boolean
  words?: string
}
type Found = {
  id: string
  title: string
  licence: string | null
  authorName: string | null
  author: string
  at: number
}
type Draft = {
  id: string
  title: string
  authorName: string | null
  author: string
  at: number
  commons: string
}

const SHOWN = 50

/** The node's state, and the goods and drafts of each commons. */
export async function showHome(stage: Stage): Promise<void> {
  const notice = h('div', { role: 'status' })
  const body = h('div')
  const opened = new Set<string>()
  const redraw = async (): Promise<void> => {
    const [status, { commons }, { drafts }] = await Promise.all([
      stage.api.get<Status>('/v1/status'),
      stage.api.get<{ commons: Commons[] }>('/v1/commons'),
      stage.api.get<{ drafts: Draft[] }>('/v1/drafts'),
    ])
    const sections = await Promise.all(
      commons.map((one) => commonsSection(stage, one, status, drafts, opened)),
    )
    if (stage.signal.aborted) return
    body.replaceChildren(...(commons.length === 0 ? [welcome(stage, notice)] : sections), nodeSection(status))
  }
  stage.onChange(redraw)
  await redraw()
  if (!stage.signal.aborted) stage.main.replaceChildren(notice, body, forms(stage, notice))
}

function welcome(stage: Stage, notice: HTMLElement): HTMLElement {
  const make = (): void =>
    void run(notice, async () => tellWords(notice, await stage.api.post<Commons>('/v1/commons/starter')))
  return h(
    'section',
    {},
    h('h1', {}, 'Welcome'),
    h(
      'p',
      {},
      'What people share lies in a commons, and you have none yet. Make one below, join one by its link, or look around in a starter commons that exists only on this computer.',
    ),
    h('p', {}, h('button', { click: make }, 'Make the starter commons')),
  )
}

async function commonsSection(
  stage: Stage,
  commons: Commons,
  status: Status,
  drafts: Draft[],
  opened: Set<string>,
): Promise<HTMLElement> {
  const query = new URLSearchParams({ commons: commons.id, kind: 'good', limit: String(SHOWN) })
  const { results, total } = await stage.api.get<{ results: Found[]; total: number }>(`/v1/find?${query}`)
  const state = status.commons.find(({ id }) => id === commons.id)
  const own = drafts.filter((draft) => draft.commons === commons.id)
  const about = commons.starter
    ? 'to look around in; only on this computer'
    : `${commons.public ? 'public' : 'private'}; ${state?.records ?? 0} records in ${plural(state?.logs ?? 0, 'log')}; ${behindInWords(state?.behind ?? null)}`
  return h(
    'section',
    {},
    h('h2', {}, commons.name),
    h('p', { class: 'soft' }, about),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        {},
        h('h3', {}, `Goods (${total})`),
        list(
          results.map((good) => line(stage, 'thing', good)),
          'Nothing yet: allmende share FOLDER',
        ),
      ),
      h(
        'div',
        {},
        h('h3', {}, `Drafts (${own.length})`),
        list(
          own.map((draft) => line(stage, 'draft', draft)),
          'Nothing yet: allmende draft new TITLE',
        ),
      ),
    ),
    !commons.starter && linkOf(commons, opened),
  )
}

/** Stays open when the page is drawn again. */
function linkOf(commons: Commons, opened: Set<string>): HTMLElement {
  const toggle = (event: Event): void => {
    const { open } = event.target as HTMLDetailsElement
    if (open) opened.add(commons.id)
    else opened.delete(commons.id)
  }
  return h(
    'details',
    { toggle, open: opened.has(commons.id) },
    h(
      'summary',
      {},
      commons.public
        ? 'Link: whoever has it can read and write here'
        : 'Link: whoever has it can read everything in here',
    ),
    h('code', { class: 'block' }, commons.link),
  )
}

function plural(count: number, word: string): string {
  return count === 1 ? `one ${word}` : `${count} ${word}s`
}

function line(stage: Stage, view: 'thing' | 'draft', item: Found | Draft): HTMLElement {
  const by = item.authorName ?? item.author.slice(0, 8)
  const licence = 'licence' in item && item.licence ? ` · ${item.licence}` : ''
  return h(
    'span',
    {},
    h('a', { href: stage.link({ view, id: item.id }) }, item.title),
    h('small', {}, ` ${by}${licence} · ${when(item.at)}`),
  )
}

function nodeSection(status: Status): HTMLElement {
  const peers = status.peers.map((peer) =>
    h(
      'span',
      {},
      peer.name ?? peer.node.slice(0, 8),
      h(
        'small',
        {},
        ` ${peer.transport} · ${peer.address} · since ${when(peer.since)} · ` +
          `${peer.rtt === null ? 'no answer yet' : `${Math.round(peer.rtt)} ms`} · in ${bytes(peer.bytesIn)}, out ${bytes(peer.bytesOut)}`,
      ),
    ),
  )
  const transfers = status.transfers.map((one) =>
    h(
      'span',
      {},
      `${one.title} is being copied by ${one.peer.slice(0, 8)}`,
      h(
        'small',
        {},
        ` ${bytes(one.bytes)} of ${bytes(one.total)}; now on ${one.holders} computer${one.holders === 1 ? '' : 's'}`,
      ),
    ),
  )
  const hints = status.network.flatMap((way) =>
    way.hints.map(({ message }) => h('span', { class: 'warn' }, message)),
  )
  const findings = status.findings.map(({ message, at }) =>
    h('span', { class: 'warn' }, message, h('small', {}, ` ${when(at)}`)),
  )
  return h(
    'section',
    {},
    h('h2', {}, 'This node'),
    h(
      'p',
      {},
      `Safe to close: ${status.safeToClose.answer}. `,
      h('small', {}, status.safeToClose.reasons.join('; ')),
    ),
    h('h3', {}, `Connected (${peers.length})`),
    list(
      peers,
      'Nobody right now. Others find this node when they have the same commons; or: allmende connect HOST:PORT',
    ),
    hints.length > 0 && list(hints, ''),
    transfers.length > 0 && h('h3', {}, 'Being copied'),
    transfers.length > 0 && list(transfers, ''),
    findings.length > 0 && h('h3', {}, 'What happened to the store'),
    findings.length > 0 && list(findings, ''),
  )
}

function forms(stage: Stage, notice: HTMLElement): HTMLElement {
  const name = h('input', {
    type: 'text',
    name: 'name',
    required: true,
    'aria-label': 'Name of the new commons',
    placeholder: 'Name, for instance Repair Café',
  }) as HTMLInputElement
  const closed = h('input', { type: 'checkbox', name: 'private' }) as HTMLInputElement
  const link = h('input', {
    type: 'text',
    name: 'link',
    required: true,
    'aria-label': 'Link of a commons',
    placeholder: 'allmende:…',
  }) as HTMLInputElement
  const create = (event: Event): void => {
    event.preventDefault()
    void run(
      notice,
      async () =>
        tellWords(
          notice,
          await stage.api.post<Commons>('/v1/commons', { name: name.value, public: !closed.checked }),
        ),
      () => (name.value = ''),
    )
  }
  const join = (event: Event): void => {
    event.preventDefault()
    void run(
      notice,
      async () => tellWords(notice, await stage.api.post<Commons>('/v1/commons/join', { link: link.value })),
      () => (link.value = ''),
    )
  }
  return h(
    'section',
    {},
    h('h2', {}, 'Make or join a commons'),
    h(
      'form',
      { class: 'line', submit: create },
      name,
      h('label', {}, closed, ' private'),
      h('button', {}, 'Make'),
    ),
    h('form', { class: 'line', submit: join }, link, h('button', {}, 'Join')),
  )
}

/** The 24 words are said once: they stay, wherever the person goes in the page, until told that they are written down. */
function tellWords(notice: HTMLElement, { name, words }: Commons): void {
  const done = h('p', {}, `“${name}” is here now.`)
  const advice =
    'These 24 words are you. Write them down on paper: they are kept nowhere, and shown only now.'
  notice.replaceChildren(done)
  const place = document.querySelector('#words')
  if (words === undefined || !place) return
  const rows = words.split(' ').map((word) => h('li', {}, word))
  const written = h('button', { click: () => place.replaceChildren() }, 'I have written them down')
  place.replaceChildren(h('p', { class: 'warn' }, advice), h('ol', { class: 'words' }, ...rows), written)
}

async function run(
  notice: HTMLElement,
  work: () => Promise<void>,
  after: () => void = () => undefined,
): Promise<void> {
  try {
    await work()
    after()
  } catch (error) {
    const { message, hint } = error as { message: string; hint?: string }
    notice.replaceChildren(
      h('p', { class: 'warn', role: 'alert' }, message),
      h('p', { class: 'soft' }, hint ?? ''),
    )
  }
}
