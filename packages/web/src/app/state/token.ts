/**
 * The page's bearer. It comes in the fragment of the address that the node prints, which browsers never send. From there
 * it goes into memory and into the session storage of this tab, so that a reload works, and out of the address, so that
 * it is not in the history or in a picture of the screen. Never a cookie: all ports of this computer share those.
 */
const KEY = 'allmende-token'
const CHANNEL = 'allmende-tabs'
/** Another tab of this page answers at once, or isn't there. */
const ASK_MS = 250

type Message = { readonly ask: true } | { readonly token: string }

/** The token of a fragment like `#token=…`, or null. */
export function tokenFrom(fragment: string): string | null {
  const token = new URLSearchParams(fragment.replace(/^#\/?/, '')).get('token')
  return token === null || token === '' ? null : token
}

/** The token for this tab: of its address, of before the reload, or of another tab of the same page. Null: there is none. */
export async function takeToken(): Promise<string | null> {
  const given = tokenFrom(location.hash)
  if (given !== null) {
    sessionStorage.setItem(KEY, given)
    history.replaceState(null, '', '#/')
  }
  const token = given ?? sessionStorage.getItem(KEY) ?? (await askOtherTabs())
  if (token === null) return null
  sessionStorage.setItem(KEY, token)
  answerOtherTabs(token)
  return token
}

/** A link opened in a new tab has no token of its own. Only pages of this very origin, port included, hear the question. */
function askOtherTabs(): Promise<string | null> {
  const channel = new BroadcastChannel(CHANNEL)
  return new Promise<string | null>((resolve) => {
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if ('token' in data) resolve(data.token)
    })
    channel.postMessage({ ask: true } satisfies Message)
    setTimeout(() => resolve(null), ASK_MS)
  }).finally(() => channel.close())
}

function answerOtherTabs(token: string): void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('ask' in data) channel.postMessage({ token } satisfies Message)
  })
}
