import { createHash } from 'node:crypto'
import { fail } from '../errors.ts'
import { newToken } from '../home/token.ts'
import { BoundedMap } from './bounded-map.ts'
import { MAX_CODES, MAX_PAGES, PAGE_CODE_MS, RELOAD_AGAIN_MS, TAB_CODE_MS } from '../limits.ts'

/** What a page gets for its code. */
export type Entered = {
  /** For the header of every request; in the memory of the page and nowhere else. */
  readonly token: string
  /** A code for the next reload of this tab. */
  readonly again: string
}

/** Who may open the page: codes that are good once, and what they were traded for. Ends with the run of the node. */
export type Pages = {
  /** The code of an address that is printed. The same until it is used or old: whoever asks often leaves no trail of them. */
  readonly code: () => string
  /** A code for another tab, good for a moment. */
  readonly tabCode: () => string
  /** Trades a code for a bearer. Throws PAGE_CODE_USED, PAGE_CODE_OLD. */
  readonly enter: (code: string) => Entered
  /** Which page has this bearer. Null: none. */
  readonly pageOf: (token: string) => string | null
}

type Random = { bytes(count: number): Uint8Array }
type Parts = { readonly clock: { now(): number }; readonly random: Random }
type Code = { readonly until: number; readonly reload: boolean }

/**
 * Only digests are kept and looked up: how long that takes says nothing of the secrets. Whoever sees an address later (in a
 * terminal, the log of a service, the history of a browser) holds a code that was used.
 */
export function createPages({ clock, random }: Parts): Pages {
  const codes = new BoundedMap<Code>(MAX_CODES)
  const reloads = new BoundedMap<Code>(MAX_PAGES)
  const used = new BoundedMap<number>(MAX_PAGES)
  const pages = new BoundedMap<true>(MAX_PAGES)
  let printed: { readonly code: string; readonly anew: number } | null = null

  function made(kind: 'code' | 'reload', until: number): string {
    const code = newToken(random)
    const among = kind === 'reload' ? reloads : codes
    among.set(digestOf(code), { until, reload: kind === 'reload' })
    return code
  }

  function take(key: string, now: number): void {
    const at = used.get(key)
    const known = codes.get(key) ?? reloads.get(key)
    // A reload that is cut off by the next one has used its code, and never got the new one.
    const twice = at !== undefined && !(known?.reload === true && now - at <= RELOAD_AGAIN_MS)
    if (twice) throw fail('PAGE_CODE_USED')
    if (!known || known.until <= now) throw fail('PAGE_CODE_OLD')
    if (at === undefined) used.set(key, now)
    codes.delete(key)
  }

  return {
    code() {
      const now = clock.now()
      // An address that was just printed shall not be old before somebody has clicked on it.
      if (!printed || now >= printed.anew || !codes.has(digestOf(printed.code)))
        printed = { code: made('code', now + PAGE_CODE_MS), anew: now + PAGE_CODE_MS / 2 }
      return printed.code
    },
    tabCode: () => made('code', clock.now() + TAB_CODE_MS),
    enter(code) {
      take(digestOf(code), clock.now())
      const token = newToken(random)
      pages.set(digestOf(token), true)
      return { token, again: made('reload', Infinity) }
    },
    pageOf(token) {
      const key = digestOf(token)
      if (!pages.delete(key)) return null
      // Put back at the end: the page that was silent for longest is the first to go.
      pages.set(key, true)
      return key
    },
  }
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}
