import { useEffect, useRef, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useWords } from '../state/i18n.ts'
import { connection } from '../state/connection.ts'
import { useStore } from '../state/store.ts'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import { ConnectionNotice } from './connection-notice.tsx'
import { KeepWords } from './keep-words.tsx'
import { NoToken } from './no-token.tsx'

/** What stands around every screen: the way to all others, the search, the state of the node, and what must not be missed. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useWords()
  const state = useStore(connection)
  const main = useRef<HTMLElement>(null)
  useFocusAfterWay(main)
  if (state === 'refused') return <NoToken why="anew" />
  return (
    <>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          // The fragment is where the screen stands: following it would leave the screen.
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {t('frame.skip')}
      </a>
      <Header />
      <div className="body">
        <Navigation />
        <main id="main" ref={main} tabIndex={-1}>
          <ConnectionNotice />
          <KeepWords />
          {children}
        </main>
      </div>
    </>
  )
}

/** On another screen the focus begins at its top, as it would after a link to another page. */
function useFocusAfterWay(main: React.RefObject<HTMLElement | null>): void {
  const [location] = useLocation()
  const before = useRef(location)
  useEffect(() => {
    const from = before.current
    before.current = location
    // The beginning only leads on: nobody has gone anywhere yet, and the first stop is to be the link past the navigation.
    if (from === location || from === '/') return
    // Who types into the search goes on typing when it shows the goods.
    if (document.activeElement instanceof HTMLInputElement && document.activeElement.type === 'search') return
    main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [location, main])
}
