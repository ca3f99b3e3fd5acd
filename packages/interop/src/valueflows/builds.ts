import type { ExportBuild } from '../contract.ts'
import { measure } from './measure.ts'
import { moment, type Node, node, recordUrn, reference } from './terms.ts'

/** A build: a finished process that cites the exact version and, unless it failed, produced something after it. */
export function buildOf(version: string, title: string, build: ExportBuild): Node[] {
  const id = recordUrn(build.id)
  const maker = `${id}#by`
  const event = (name: string, fields: Node): Node => ({
    '@id': `${id}#${name}`,
    '@type': 'vf:EconomicEvent',
    ...fields,
    'vf:provider': reference(maker),
    'vf:receiver': reference(maker),
    'vf:resourceConformsTo': reference(version),
    'vf:hasPointInTime': moment(build.at),
  })
  const cited = event('cite', {
    'vf:action': reference('vf:cite'),
    'vf:inputOf': reference(id),
    'vf:resourceQuantity': measure(1),
  })
  const made = event('produce', {
    'vf:action': reference('vf:produce'),
    'vf:outputOf': reference(id),
    'vf:resourceQuantity': measure(build.amount ?? 1),
  })
  const failed = build.outcome === 'failed'
  return [
    node({
      '@id': id,
      '@type': 'vf:Process',
      'vf:name': `Build of ${title}`,
      'vf:note': build.text,
      'vf:finished': true,
      'vf:hasInput': [reference(`${id}#cite`)],
      'vf:hasOutput': failed ? [] : [reference(`${id}#produce`)],
      'allmende:outcome': build.outcome,
    }),
    { '@id': maker, '@type': 'vf:Agent', 'vf:name': build.by },
    cited,
    ...(failed ? [] : [made]),
  ]
}
