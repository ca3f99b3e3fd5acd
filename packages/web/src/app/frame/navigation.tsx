import { Link, useLocation } from 'wouter'
import { Icon } from '../parts/icon.tsx'
import { useWords } from '../state/i18n.ts'
import { PLACES } from './places.ts'

export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useWords()
  const [location] = useLocation()
  return (
    <nav className="navigation" aria-label={t('frame.navigation')}>
      <ul>
        {PLACES.map(({ path, icon }) => (
          <li key={path}>
            <Link
              href={path}
              {...(onGo && { onClick: onGo })}
              aria-current={location === path || location.startsWith(`${path}/`) ? 'page' : undefined}
            >
              <Icon name={icon} />
              <span>{t(`nav.${icon}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
