import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { useWords } from '../state/i18n.ts'
import { useStore } from '../state/store.ts'
import { filters } from '../screens/goods/filters.ts'
import { Navigation } from './navigation.tsx'
import { NodeSentence } from './node-sentence.tsx'
import { Preferences } from './preferences.tsx'

export function Header() {
  const { t } = useWords()
  const [menu, setMenu] = useState(false)
  const [settings, setSettings] = useState(false)
  return (
    <header className="top">
      <button
        type="button"
        className="icon-button menu-button"
        aria-label={t('frame.menu')}
        aria-haspopup="dialog"
        onClick={() => setMenu(true)}
      >
        <Icon name="menu" />
      </button>
      <Link href="/" className="brand">
        Allmende
      </Link>
      <Search />
      <NodeSentence />
      <button
        type="button"
        className="icon-button"
        aria-label={t('frame.settings')}
        aria-haspopup="dialog"
        onClick={() => setSettings(true)}
      >
        <Icon name="settings" />
      </button>
      <Dialog open={menu} onClose={() => setMenu(false)} title={t('frame.navigation')}>
        <Navigation onGo={() => setMenu(false)} />
      </Dialog>
      <Dialog open={settings} onClose={() => setSettings(false)} title={t('frame.settings')}>
        <Preferences />
      </Dialog>
    </header>
  )
}

/** Searches as one types; the goods are where it shows. */
function Search() {
  const { t } = useWords()
  const [location, go] = useLocation()
  const current = useStore(filters)
  const shown = location === '/goods'
  return (
    <form
      className="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (!shown) go('/goods')
      }}
    >
      <Icon name="search" />
      <input
        type="search"
        aria-label={t('frame.search')}
        placeholder={t('frame.search')}
        value={current.words}
        onChange={({ target }) => {
          filters.set({ ...filters.get(), words: target.value })
          if (!shown) go('/goods')
        }}
      />
    </form>
  )
}
