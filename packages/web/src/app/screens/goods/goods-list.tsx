import { useQueries } from '@tanstack/react-query'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import { useClient } from '../../state/client.tsx'
import { type Filters, PAGE, pagesOf } from './filters.ts'
import { GoodCard } from './good-card.tsx'
import { pageQuery } from './page-query.ts'

const CARD_PX = 240
const GAP_PX = 16
const ROW_PX = 312
const SPARE_ROWS = 3

/**
 * The cards, of which only those near the window are in the document, and only the pages of answers they are on are asked
 * for: a hundred thousand goods cost no more than fifty.
 */
export function GoodsList({ wanted, total }: { readonly wanted: Filters; readonly total: number }) {
  const box = useRef<HTMLDivElement>(null)
  const { columns, top } = useMeasures(box)
  const rows = Math.ceil(total / columns)
  const list = useWindowVirtualizer({
    count: rows,
    estimateSize: () => ROW_PX,
    overscan: SPARE_ROWS,
    scrollMargin: top,
  })
  const shown = list.getVirtualItems()
  const found = useGoods(wanted, pagesOf(shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0, columns))
  return (
    <div ref={box} className="virtual" role="list" style={{ height: list.getTotalSize() }}>
      {shown.flatMap((row) =>
        Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) => {
          const at = row.index * columns + column
          const good = found(at)
          return (
            <div
              key={at}
              role="listitem"
              className="virtual-card"
              aria-setsize={total}
              aria-posinset={at + 1}
              style={{
                width: `calc((100% - ${(columns - 1) * GAP_PX}px) / ${columns})`,
                height: ROW_PX - GAP_PX,
                top: row.start - top,
                left: `calc((100% + ${GAP_PX}px) / ${columns} * ${column})`,
              }}
            >
              {good ? <GoodCard good={good} /> : <span className="good-card is-waiting" />}
            </div>
          )
        }),
      )}
    </div>
  )
}

function useGoods(wanted: Filters, pages: readonly number[]) {
  const client = useClient()
  const answers = useQueries({
    queries: pages.map((page) => ({ ...pageQuery(client, wanted, page), gcTime: 30_000 })),
  })
  return (at: number) => answers[pages.indexOf(Math.floor(at / PAGE))]?.data?.results[at % PAGE]
}

/** How many cards go beside each other, and how far down the page the list begins. */
function useMeasures(box: React.RefObject<HTMLDivElement | null>): { columns: number; top: number } {
  const [measures, setMeasures] = useState({ columns: 1, top: 0 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = (): void => {
      const columns = Math.max(1, Math.floor((element.clientWidth + GAP_PX) / (CARD_PX + GAP_PX)))
      const top = Math.round(element.getBoundingClientRect().top + window.scrollY)
      setMeasures((now) => (now.columns === columns && now.top === top ? now : { columns, top }))
    }
    measure()
    const watching = new ResizeObserver(measure)
    watching.observe(element)
    return () => watching.disconnect()
  }, [box])
  return measures
}
