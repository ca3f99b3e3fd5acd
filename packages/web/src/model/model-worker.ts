/**
 * Reads models in a thread of its own: a file that takes long, or would fill the memory, ends with this thread, and the page
 * goes on.
 */
import { type Model, ModelError } from './model.ts'
import { type ModelFile, neededBeside, readModel } from './read-model.ts'

export type ModelAnswer =
  | { readonly model: Model }
  | { readonly beside: readonly string[] }
  | { readonly problem: ModelError['problem']; readonly found: string }

type Thread = {
  postMessage(answer: ModelAnswer, hand?: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ModelFile>) => void): void
}

const thread = globalThis as unknown as Thread
thread.addEventListener('message', ({ data }) => answer(data))

function answer(file: ModelFile): void {
  try {
    const beside = file.beside ? [] : neededBeside(file)
    if (beside.length > 0) return thread.postMessage({ beside })
    const model = readModel(file)
    thread.postMessage({ model }, [model.corners.buffer])
  } catch (error) {
    const { problem, found } =
      error instanceof ModelError ? error : new ModelError('malformed', String(error))
    thread.postMessage({ problem, found })
  }
}
