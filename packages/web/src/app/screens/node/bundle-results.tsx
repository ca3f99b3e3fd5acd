import type { CreateBundleResult, OpenBundleResult } from '@allmende/api/client'
import { shortName } from '../../state/format.ts'
import { useWords } from '../../state/i18n.ts'

/** Names shown of a list; the rest is counted. */
const SHOWN = 10

/** What is in a bundle, and what isn't. */
export function BundleMade({ name, bundle }: { readonly name: string; readonly bundle: CreateBundleResult }) {
  const { t, bytes } = useWords()
  const nothing = bundle.commons.every(({ blocks, files }) => blocks === 0 && files.length === 0)
  return (
    <div className="notice notice-good" role="status">
      <p>{t('bundle.saved', { name, bytes: bytes(bundle.bytes) })}</p>
      {nothing && bundle.for.length > 0 && <p>{t('bundle.nothing')}</p>}
      <ul>
        {bundle.commons.map((commons) => (
          <li key={commons.id}>
            {commons.name}: {bytes(commons.bytes)} · {t('bundle.goods', { count: commons.files.length })}
            {commons.leftOut.length > 0 && (
              <>
                <p>{t('bundle.leftOut', { count: commons.leftOut.length })}</p>
                <ul>
                  {commons.leftOut.slice(0, SHOWN).map(({ version, title, bytes: size }) => (
                    <li key={version}>
                      {title}, {bytes(size)}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
      <p>{t('bundle.opens')}</p>
    </div>
  )
}

/** What a bundle brought, and what of it couldn't be taken in. */
export function BundleOpened({ opened }: { readonly opened: OpenBundleResult }) {
  const { t, moment } = useWords()
  const { from, commons, unopened } = opened
  return (
    <div className="notice notice-good" role="status">
      <p>{t('bundle.from', { name: shortName(from.name, from.node), moment: moment(from.at) })}</p>
      <ul>
        {commons.map((one) => (
          <li key={one.id}>
            {one.name}:{' '}
            {one.blocks === 0 && one.files.length === 0
              ? t('bundle.nothingNew')
              : [
                  t('bundle.records', { count: one.records }),
                  t('bundle.goods', { count: one.files.length }),
                ].join(' · ')}
            {one.notTaken.map(({ reason, logs }) => (
              <p key={reason}>
                {t('bundle.notTaken', { count: logs })}{' '}
                {t(`bundle.reason.${reason === 'not-carried' ? 'notCarried' : reason}`)}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {unopened > 0 && <p>{t('bundle.unopened', { count: unopened })}</p>}
    </div>
  )
}
