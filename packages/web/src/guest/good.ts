import type { GuestApi } from './api.ts'
import { h } from './dom.ts'
import { markdown } from './markdown.ts'
import type { Words } from './words.ts'

type GoodFile = {
  readonly number: number
  readonly path: string
  readonly bytes: number
  readonly picture: boolean
  readonly model: boolean
}
type Good = {
  readonly title: string
  readonly description: string
  readonly licence: string
  readonly files: readonly GoodFile[]
}

/** Pictures that are shown at once; the others are downloads like everything else. */
const SHOWN = 12
/** A model of this size is shown at once, others when they are asked for: whoever is a guest may pay for each byte. */
const SMALL_BYTES = 8_000_000

/** The good: what it is, its pictures, its files. */
export async function showGood(main: HTMLElement, api: GuestApi, words: Words): Promise<void> {
  const good = await api.get<Good>('/v1/guest/good')
  const pictures = good.files.filter(({ picture }) => picture).slice(0, SHOWN)
  const models = good.files.filter(({ model }) => model).slice(0, SHOWN)
  main.replaceChildren(
    markdown(good.description),
    h('p', { class: 'soft' }, `${words.licence}: ${good.licence}`),
    h('div', { class: 'pictures' }, ...pictures.map((file) => pictureOf(api, file, words))),
    ...models.map((file, index) => modelOf(api, file, words, index === 0)),
    h('h2', {}, words.files),
    good.files.length === 0
      ? h('p', { class: 'soft' }, words.noFiles)
      : h('ul', { class: 'files' }, ...good.files.map((file) => fileOf(api, file, words))),
  )
}

function pictureOf(api: GuestApi, { number, path }: GoodFile, words: Words): HTMLElement {
  const picture = h('img', { alt: `${words.picture}: ${path}` })
  void api
    .ask('GET', `/v1/guest/files/${number}`)
    .then((answer) => answer.blob())
    .then((blob) => {
      picture.src = URL.createObjectURL(blob)
    })
    .catch(() => picture.remove())
  return picture
}

/** Loaded when a model is shown: it draws in 3D, and is larger than all of the rest. */
const MODEL_SCRIPT = '/guest-model.js'

function modelOf(api: GuestApi, file: GoodFile, words: Words, first: boolean): HTMLElement {
  const place = h('div', { class: 'model' })
  const show = async (): Promise<void> => {
    place.replaceChildren(h('p', { class: 'soft', role: 'status' }, words.opening))
    const { showGuestModel } = (await import(MODEL_SCRIPT)) as typeof import('./model.ts')
    await showGuestModel(place, api, file, words)
  }
  if (first && file.bytes <= SMALL_BYTES) void show()
  else {
    const button = h('button', { type: 'button' }, `${words.seeModel(file.path)} (${size(file.bytes)})`)
    button.addEventListener('click', () => void show())
    place.append(button)
  }
  return place
}

function fileOf(api: GuestApi, { number, path, bytes }: GoodFile, words: Words): HTMLElement {
  const button = h('button', { type: 'button' }, words.download)
  button.setAttribute('aria-label', `${words.download}: ${path}`)
  button.addEventListener('click', () => void download(api, number))
  return h('li', {}, h('span', { class: 'path' }, path), h('span', { class: 'soft' }, size(bytes)), button)
}

/** The browser itself fetches it, as large as it may be: with a ticket that is good once, since a link can't bring a header. */
async function download(api: GuestApi, file: number): Promise<void> {
  const { url } = await api.post<{ url: string }>('/v1/guest/tickets', { file })
  const link = h('a', { href: url, download: '' })
  document.body.append(link)
  link.click()
  link.remove()
}

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const power = Math.min(3, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const amount = bytes / 1000 ** power
  return `${new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 3 }).format(amount)} ${units[power]}`
}
