import { modelKind } from '../model/kinds.ts'
import { loadModel } from '../model/load-model.ts'
import { type Model, ModelError, sizeOf } from '../model/model.ts'
import { showModel } from '../model/viewer.ts'
import type { GuestApi } from './api.ts'
import { h } from './dom.ts'
import type { Words } from './words.ts'

const WORKER = '/guest-model-worker.js'

type File = { readonly number: number; readonly path: string; readonly bytes: number }

/** A model to be turned, with what it is in words; or why it isn't shown. */
export async function showGuestModel(
  place: HTMLElement,
  api: GuestApi,
  file: File,
  words: Words,
): Promise<void> {
  try {
    const model = await load(api, file)
    const canvas = h('canvas', { role: 'img', tabindex: '0', 'aria-label': `${words.model}: ${file.path}` })
    const reset = h('button', { type: 'button' }, words.reset)
    place.replaceChildren(
      canvas,
      h('p', {}, told(model, words)),
      h('p', { class: 'soft' }, words.turn),
      reset,
    )
    const viewer = showModel(canvas, model)
    reset.addEventListener('click', () => viewer.reset())
  } catch {
    place.replaceChildren(h('p', { class: 'soft' }, `${file.path}: ${words.noModel}`))
  }
}

function load(api: GuestApi, { number, path, bytes }: File): Promise<Model> {
  const { signal } = new AbortController()
  return loadModel({
    kind: modelKind(path) ?? 'stl',
    bytes,
    signal,
    worker: () => new Worker(WORKER, { type: 'module' }),
    async *fetch(beside) {
      if (beside !== null) throw new ModelError('files', beside)
      const { body } = await api.ask('GET', `/v1/guest/files/${number}`)
      const reader = body?.getReader()
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) yield part.value
    },
  })
}

function told(model: Model, words: Words): string {
  const { lang } = document.documentElement
  const side = new Intl.NumberFormat(lang, { maximumSignificantDigits: 4 })
  const [width, depth, height] = sizeOf(model)
  const size = words.modelSize(side.format(width), side.format(depth), side.format(height))
  return `${size} · ${words.triangles(new Intl.NumberFormat(lang).format(model.triangles))}`
}
