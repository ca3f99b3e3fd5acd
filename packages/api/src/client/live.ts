import type { Live, LiveEvent } from '@allmende/node'
import type { Calls } from './calls.ts'
import { follow, type Watch } from './follow.ts'

/** Drafts as editors have them open. Over the API. */
export function liveOver({ post, queryOf, watch }: Calls & { readonly watch: Watch }): Live {
  const live = (draft: string, what = '') => `/v1/drafts/${encodeURIComponent(draft)}/live${what}`
  return {
    liveDraft: ({ draft, client, table, version }, { onEvent, signal }) =>
      follow<LiveEvent>(
        watch(`${live(draft)}${queryOf({ client, table, version })}`, { signal }),
        onEvent,
        signal,
      ),
    pushLive: ({ draft, client, table, version, updates }) =>
      post(live(draft, '/updates'), { client, table, version, updates }),
    pointLive: async ({ draft, client, table, version, cursor }) => {
      await post(live(draft, '/cursor'), { client, table, version, cursor })
    },
  }
}
