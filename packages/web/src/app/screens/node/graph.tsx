import type { PeerInfo } from '@allmende/api/client'
import { useWords } from '../../state/i18n.ts'
import { CENTRE, placesAround, shortened, WIDTH } from './graph-places.ts'
import { wayOf } from './ways.ts'

/** All of the drawing; of two who stand beside this node only the middle is needed. */
const WHOLE = `0 -20 ${WIDTH} 310`
const MIDDLE = `0 95 ${WIDTH} 95`
/** More than these are in the list below the drawing. */
const MOST = 16

/** Who is connected and how they are reached, drawn. The list below it says the same: who listens to the page goes by that. */
export function Graph({ peers }: { readonly peers: readonly PeerInfo[] }) {
  const { t, number } = useWords()
  const shown = peers.slice(0, MOST)
  const places = placesAround(shown.length)
  return (
    <svg className="graph" viewBox={shown.length > 2 ? WHOLE : MIDDLE} aria-hidden="true" focusable="false">
      {shown.map((peer, index) => {
        const place = places[index] ?? CENTRE
        return (
          <line
            key={peer.node}
            className={`way-${wayOf(peer.transport) ?? 'other'}${peer.silentSince === null ? '' : ' is-silent'}`}
            x1={CENTRE.x}
            y1={CENTRE.y}
            x2={place.x}
            y2={place.y}
          />
        )
      })}
      {shown.map((peer, index) => {
        const { x, y } = places[index] ?? CENTRE
        const way = wayOf(peer.transport)
        return (
          <g key={peer.node}>
            <circle cx={x} cy={y} r={10} />
            <text x={x} y={y < CENTRE.y ? y - 32 : y + 28}>
              {shortened(peer.name ?? peer.node.slice(0, 8))}
            </text>
            <text className="graph-soft" x={x} y={y < CENTRE.y ? y - 17 : y + 43}>
              {way ? t(`node.way.${way}`) : shortened(peer.transport)}
              {peer.rtt !== null && peer.silentSince === null && ` · ${number(Math.round(peer.rtt))} ms`}
            </text>
          </g>
        )
      })}
      <g className="graph-self">
        <circle cx={CENTRE.x} cy={CENTRE.y} r={14} />
        <text x={CENTRE.x} y={CENTRE.y + 32}>
          {t('here.thisNode')}
        </text>
      </g>
    </svg>
  )
}
