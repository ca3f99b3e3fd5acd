import type { FileAndRole } from '@allmende/vocabulary'
import type { ExportFile, ExportGood } from '../contract.ts'
import { buildOf } from './builds.ts'
import { recipeOf } from './recipe.ts'
import { CONTEXT, moment, type Node, node, recordUrn } from './terms.ts'

/**
 * Goods as JSON-LD in the terms of Valueflows 1.0.0: a version is a `ResourceSpecification`, its parts list a `Recipe`, a
 * build a `Process`. What Valueflows has no term for stands under terms of our own. Rule I40.
 */
export function toValueflows(goods: readonly ExportGood[]): { '@context': object; '@graph': Node[] } {
  return { '@context': { ...CONTEXT }, '@graph': goods.flatMap(graphOf) }
}

function graphOf(good: ExportGood): Node[] {
  const version = recordUrn(good.id)
  const title = good.fields.title ?? 'untitled'
  return [
    specificationOf(good, version, title),
    ...recipeOf(version, title, good.parts),
    ...(good.builds ?? []).flatMap((build) => buildOf(version, title, build)),
  ]
}

function specificationOf(good: ExportGood, version: string, title: string): Node {
  const { fields, lineage, files } = good
  return node({
    '@id': version,
    '@type': 'vf:ResourceSpecification',
    'vf:name': title,
    'vf:note': fields.description,
    'vf:resourceClassifiedAs': fields.tags,
    'allmende:link': good.link,
    'allmende:created': moment(good.at),
    'allmende:authors': [...good.authors],
    'allmende:type': fields.type,
    'allmende:licence': fields.licence,
    'allmende:licences': fields.licences?.map(({ under, licence }) => ({
      'allmende:under': under,
      'allmende:licence': licence,
    })),
    'allmende:version': fields.version,
    'allmende:language': fields.language,
    'allmende:credits': fields.credits?.map(({ name, roles }) => ({
      'vf:name': name,
      'allmende:roles': roles,
    })),
    'allmende:funding': fields.funding?.map(({ name, award }) =>
      node({ 'vf:name': name, 'allmende:award': award }),
    ),
    'allmende:files': files.filter(isFile).map(({ path, bytes, sha256 }) => ({
      'allmende:path': path,
      'allmende:bytes': bytes,
      'allmende:sha256': sha256,
    })),
    'allmende:derivedFrom': lineage && lineageOf(lineage),
    // As one JSON text: what others have put there need not be a graph.
    'allmende:design': json(fields.design),
    'allmende:publication': json(fields.publication),
    'allmende:foreign': json(fields.foreign),
  })
}

/** A list may name what addresses are for beside the files themselves. */
const isFile = (file: ExportFile | FileAndRole): file is ExportFile => 'sha256' in file

function lineageOf({ at, derivation, title }: NonNullable<ExportGood['lineage']>): Node {
  return node({ 'allmende:at': at, 'allmende:derivation': derivation, 'vf:name': title })
}

function json(value: unknown): Node | undefined {
  return value === undefined ? undefined : { '@type': '@json', '@value': value }
}
