import type { AllmendeClient, Progress } from '@allmende/api/client'
import type { Way } from '../../state/long-act.ts'
import { bringIn, type Bringing } from './bring-in.ts'
import type { Chosen } from './chosen.ts'

type Node = Pick<AllmendeClient, 'beginUpload' | 'uploadState' | 'putUpload' | 'cancelUpload'>

/** How far it has come, as everything else that takes long tells it. */
export const reportOf = ({ have, bytes }: Pick<Bringing, 'have' | 'bytes'>): Progress => ({
  phase: 'reading',
  done: have,
  total: bytes,
  unit: 'bytes',
})

/**
 * Brings what was chosen to the node and has it used, which removes it. Given up or refused, nothing of it is to lie about: chosen anew it is
 * brought anew. Unless `keeps`: what is refused for another reason is there already when the same is tried again.
 */
export async function brought<T>(
  client: Node,
  chosen: Chosen,
  { onProgress, signal }: Way,
  use: (upload: string) => Promise<T>,
  keeps: (error: unknown) => boolean = () => false,
): Promise<T> {
  let begun: string | null = null
  const onState = (state: Bringing): void => {
    begun = state.id
    onProgress(reportOf(state))
  }
  try {
    const { id } = await bringIn(client, chosen, { onState, signal })
    return await use(id)
  } catch (error) {
    if (begun !== null && !keeps(error)) await client.cancelUpload({ upload: begun }).catch(() => undefined)
    throw error
  }
}
