import { CommonsChoice } from '../../parts/commons-choice.tsx'
import { Field } from '../../parts/field.tsx'
import { useWords } from '../../state/i18n.ts'
import { useStore } from '../../state/store.ts'
import { type Filters, filters } from './filters.ts'
import { typeName, TYPES } from './good-card.tsx'

const ORDERS = ['relevance', 'alive', 'newest'] as const

/** What the goods can be narrowed down by. */
export function Facets() {
  const { t } = useWords()
  const wanted = useStore(filters)
  const set = (change: Partial<Filters>): void => filters.set({ ...wanted, ...change })
  return (
    <div className="facets" role="group" aria-label={t('goods.facets')}>
      <CommonsChoice
        label={t('goods.commons')}
        value={wanted.commons}
        onChoose={(id) => set({ commons: id })}
        any={t('goods.any')}
      />
      <Field label={t('goods.type')}>
        {(ids) => (
          <select {...ids} value={wanted.type} onChange={({ target }) => set({ type: target.value })}>
            <option value="">{t('goods.any')}</option>
            {TYPES.map((type) => (
              <option key={type} value={type}>
                {typeName(t, type)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('goods.order')}>
        {(ids) => (
          <select
            {...ids}
            value={wanted.order}
            onChange={({ target }) => set({ order: target.value as Filters['order'] })}
          >
            {ORDERS.map((order) => (
              <option key={order} value={order}>
                {t(`goods.${order}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label className="check">
        <input
          type="checkbox"
          checked={wanted.builtByOthers}
          onChange={({ target }) => set({ builtByOthers: target.checked })}
        />
        {t('goods.builtByOthers')}
      </label>
      {[wanted.tag, wanted.licence].filter(Boolean).map((chosen) => (
        <button
          key={chosen}
          type="button"
          className="button button-small"
          onClick={() => set(chosen === wanted.tag ? { tag: '' } : { licence: '' })}
        >
          {chosen} ×
        </button>
      ))}
    </div>
  )
}
