import type { AllmendeClient } from '@allmende/api/client'
import { type Channel, Refused } from '../../../editor/contract.ts'
import { saidOf } from '../../state/problem.ts'

/** What passes when the node comes back, or was asked in a moment that was not the right one. */
const PASSING = new Set(['NODE_GONE', 'NODE_STOPPING', 'CANCELLED', 'STREAM_BEHIND', 'UNKNOWN'])

/** The way of an editor to the node, for one draft. */
export function channelOver(client: AllmendeClient, draft: string): Channel {
  return {
    follow: (at, onEvent, signal) => refusing(client.liveDraft({ draft, ...at }, { onEvent, signal })),
    push: (request) => refusing(client.pushLive({ draft, ...request })),
    point: (request) => refusing(client.pointLive({ draft, ...request })),
  }
}

async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { code, message } = saidOf(error)
    throw PASSING.has(code) ? error : new Refused(code, message)
  }
}
