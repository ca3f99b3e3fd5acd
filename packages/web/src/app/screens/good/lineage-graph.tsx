import { useQuery } from '@tanstack/react-query'
import type { AllmendeClient, ThingInfo, ThingRef } from '@allmende/api/client'
import { ScrollAcross } from '../../parts/scroll-across.tsx'
import { useClient } from '../../state/client.tsx'
import { useWords } from '../../state/i18n.ts'
import { BOX, type Edge, type Kin, lineageDrawing, type Placed, shortTitle } from './lineage-layout.ts'

/** As far back as is looked: each step is a question to the node. */
const MOST_BEFORE = 5
const EDGE_PX = 2

/** The lineage as a drawing; the boxes are links. What stands in it stands in the lists below it as well. */
export function LineageGraph({ thing }: { readonly thing: ThingInfo }) {
  const { t } = useWords()
  const client = useClient()
  const before = useQuery({
    queryKey: ['thing', thing.id, 'before'],
    queryFn: ({ signal }) => ancestors(client, thing, signal),
  })
  const kin = ({ id, title }: ThingRef): Kin => ({ id, title })
  const { nodes, edges, width, height, left } = lineageDrawing(
    before.data ?? [],
    kin(thing as unknown as ThingRef),
    thing.lineage.forks.map(kin),
    thing.lineage.usedIn.map(kin),
  )
  return (
    <>
      <ScrollAcross label={t('lineage.graph')}>
        <svg
          className="lineage"
          width={width + 2 * EDGE_PX}
          height={height + 2 * EDGE_PX}
          viewBox={`${-EDGE_PX} ${-EDGE_PX} ${width + 2 * EDGE_PX} ${height + 2 * EDGE_PX}`}
        >
          {edges.map((edge) => (
            <path
              key={`${edge.from.x} ${edge.to.x} ${edge.to.y}`}
              className={`edge edge-${edge.to.role}`}
              d={curve(edge)}
            />
          ))}
          {nodes.map((node) => (
            <Box key={`${node.x} ${node.y}`} node={node} />
          ))}
        </svg>
      </ScrollAcross>
      {left > 0 && <p className="soft">{t('lineage.more', { count: left })}</p>}
    </>
  )
}

function Box({ node }: { readonly node: Placed }) {
  const { t } = useWords()
  const box = (
    <>
      <title>{`${t(`lineage.role.${node.role}`)}: ${node.title}`}</title>
      <rect x={node.x} y={node.y} width={BOX.width} height={BOX.height} rx={8} />
      <text
        x={node.x + BOX.width / 2}
        y={node.y + BOX.height / 2}
        dominantBaseline="central"
        textAnchor="middle"
      >
        {shortTitle(node.title)}
      </text>
    </>
  )
  if (node.id === null || node.role === 'self') return <g className={`box box-${node.role}`}>{box}</g>
  return (
    <a
      className={`box box-${node.role}`}
      href={`#/goods/${encodeURIComponent(node.id)}`}
      aria-label={`${t(`lineage.role.${node.role}`)}: ${node.title}`}
    >
      {box}
    </a>
  )
}

function curve({ from, to }: Edge): string {
  const [x1, y1] = [from.x + BOX.width, from.y + BOX.height / 2]
  const [x2, y2] = [to.x, to.y + BOX.height / 2]
  const bend = (x1 + x2) / 2
  return `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`
}

/** What it was made from, and that in turn, the oldest first; as far as it is here. */
async function ancestors(client: AllmendeClient, thing: ThingInfo, signal: AbortSignal): Promise<Kin[]> {
  const found: Kin[] = []
  let at: ThingInfo | null = thing
  while (at?.lineage.from && found.length < MOST_BEFORE) {
    const { id, title }: NonNullable<ThingInfo['lineage']['from']> = at.lineage.from
    found.unshift({ id, title: title ?? '?' })
    at = id === null ? null : await client.show(id, { signal }).catch(() => null)
  }
  return found
}
