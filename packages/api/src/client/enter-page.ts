import { errorFrom, goneError } from './error.ts'

/** What a page gets for its code: the bearer, and a code for its next reload. */
export type Entered = { readonly token: string; readonly again: string }

type Way = { readonly url: string; readonly code: string; readonly fetch?: typeof fetch }

/** Trades the code of a page's address for a bearer. Throws PAGE_CODE_USED, PAGE_CODE_OLD, NODE_GONE. */
export async function enterPage({ url, code, fetch = globalThis.fetch }: Way): Promise<Entered> {
  const response = await fetch(new URL('/v1/page/enter', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
    redirect: 'error',
    cache: 'no-store',
  }).catch((error: unknown) => {
    throw goneError(error)
  })
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok || answer === undefined) throw errorFrom(response.status, answer)
  return answer as Entered
}
