import { enterPage, type Entered } from '@allmende/api/client'
import { saidOf } from './problem.ts'

/**
 * The page's bearer is in memory only: nothing of a browser's that is kept, shown or sent holds it. What comes in the fragment of the
 * address (which browsers never send) is a code that is good once; it leaves the address at once. For a reload the session storage
 * of this tab has another one, and each reload gets the next. Never a cookie: all ports of this computer share those.
 */
const KEY = 'allmende-again'
const CHANNEL = 'allmende-tabs'
/** Another tab of this page answers at once, or isn't there. */
const ASK_MS = 1_000

/** The node was there to serve this page a moment ago; it is asked again until it is back. */
const AGAIN_MS = 1_500

type Message = { readonly ask: true } | { readonly code: string }

/** Why there is no bearer: there was no code, one that was used, or one that the running node doesn't know (any more). */
export type NoBearer = 'none' | 'used' | 'old'
export type Taken = { readonly token: string } | { readonly why: NoBearer }

/** The code of a fragment like `#code=…`, or null. */
export function codeFrom(fragment: string): string | null {
  const code = new URLSearchParams(fragment.replace(/^#\/?/, '')).get('code')
  return code === null || code === '' ? null : code
}

/** What an error of trading a code says of it. Null: nothing, the node didn't answer, and the code may still be good. */
export function whyNot(error: unknown): NoBearer | null {
  const { code } = saidOf(error)
  if (code === 'PAGE_CODE_USED') return 'used'
  if (code === 'PAGE_CODE_OLD' || code === 'REQUEST_INVALID') return 'old'
  return null
}

/**
 * The bearer of this tab: for the code in its address, that of before its reload, or one of another tab. Whoever clicks a second
 * time on an address that was used is let in all the same where the page is open.
 */
export async function takeToken(onAway: () => void): Promise<Taken> {
  const given = codeFrom(location.hash)
  if (given !== null) history.replaceState(null, '', '#/')
  const reload = sessionStorage.getItem(KEY)
  const ways = [async () => given, async () => reload, askOtherTabs]
  let why: NoBearer = 'none'
  for (const way of ways) {
    const code = await way()
    if (code === null) continue
    const entered = await enter(code, onAway)
    if ('token' in entered) return entered
    if (why === 'none') why = entered.why
  }
  return { why }
}

async function enter(code: string, onAway: () => void): Promise<Taken> {
  for (;;) {
    try {
      const { token, again }: Entered = await enterPage({ url: location.origin, code })
      sessionStorage.setItem(KEY, again)
      return { token }
    } catch (error) {
      const why = whyNot(error)
      if (why !== null) return { why }
      onAway()
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }
}

/** A link opened in a new tab has no code of its own. Only pages of this very origin, port included, hear the question. */
function askOtherTabs(): Promise<string | null> {
  const channel = new BroadcastChannel(CHANNEL)
  return new Promise<string | null>((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if ('code' in data) resolve(data.code)
    })
    channel.postMessage({ ask: true } satisfies Message)
    setTimeout(() => resolve(null), ASK_MS)
  }).finally(() => channel.close())
}

/** Gives other tabs that ask a code each: never the bearer. */
export function answerOtherTabs(pageCode: () => Promise<{ code: string }>): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (!('ask' in data)) return
    // Without an answer the other tab says how to get in.
    const answer = ({ code }: { code: string }) => channel.postMessage({ code } satisfies Message)
    void pageCode().then(answer, () => {})
  })
}
