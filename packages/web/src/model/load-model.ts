import { type ModelKind, MOST_MODEL_BYTES } from './kinds.ts'
import { type Model, ModelError } from './model.ts'
import type { ModelAnswer } from './model-worker.ts'

/** Longer than the largest file takes on an old laptop; then its thread is ended. */
const LONGEST_MS = 60_000

export type ModelSource = {
  readonly kind: ModelKind
  readonly bytes: number
  /** Its content, or that of a file beside it, by the name it has for it. */
  readonly fetch: (beside: string | null) => AsyncIterable<Uint8Array>
  readonly worker: () => Worker
  readonly signal: AbortSignal
  readonly onBytes?: (count: number) => void
}

/** Fetches a model and reads it in a thread of its own. Throws `ModelError`; a file that is too large isn't fetched at all. */
export async function loadModel(source: ModelSource): Promise<Model> {
  if (source.bytes > MOST_MODEL_BYTES) throw new ModelError('tooLarge', `${source.bytes} bytes`)
  const budget = { left: MOST_MODEL_BYTES }
  const bytes = await whole(source.fetch(null), budget, source.onBytes)
  const first = await asked(source, { kind: source.kind, bytes }, bytes)
  if (!('beside' in first)) return modelOf(first)
  const beside = new Map<string, Uint8Array>()
  for (const name of first.beside) beside.set(name, await whole(source.fetch(name), budget, source.onBytes))
  return modelOf(await asked(source, { kind: source.kind, bytes, beside }))
}

function modelOf(answer: ModelAnswer): Model {
  if ('model' in answer) return answer.model
  if ('problem' in answer) throw new ModelError(answer.problem, answer.found)
  throw new ModelError('files', answer.beside.join(', '))
}

async function whole(
  parts: AsyncIterable<Uint8Array>,
  budget: { left: number },
  onBytes?: (count: number) => void,
): Promise<Uint8Array> {
  const all: Uint8Array<ArrayBuffer>[] = []
  for await (const part of parts) {
    budget.left -= part.length
    if (budget.left < 0) throw new ModelError('tooLarge', `more than ${MOST_MODEL_BYTES} bytes`)
    all.push(part as Uint8Array<ArrayBuffer>)
    onBytes?.(MOST_MODEL_BYTES - budget.left)
  }
  return new Uint8Array(await new Blob(all).arrayBuffer())
}

/** One question to a thread made for it. */
function asked(
  { worker: start, signal, kind }: ModelSource,
  question: { kind: ModelKind; bytes: Uint8Array; beside?: Map<string, Uint8Array> },
  hand?: Uint8Array,
): Promise<ModelAnswer> {
  const worker = start()
  let timer: ReturnType<typeof setTimeout> | undefined
  return new Promise<ModelAnswer>((resolve, reject) => {
    timer = setTimeout(() => reject(new ModelError('slow')), LONGEST_MS)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    worker.addEventListener('message', ({ data }: MessageEvent<ModelAnswer>) => resolve(data))
    // Out of memory, most likely: the thread is gone, the page isn't.
    worker.addEventListener('error', () => reject(new ModelError('tooMany', 'its thread ended')))
    // A glTF may be asked of twice, so its bytes stay here.
    worker.postMessage(question, hand && kind !== 'gltf' ? [hand.buffer as ArrayBuffer] : [])
  }).finally(() => {
    clearTimeout(timer)
    worker.terminate()
  })
}
