import type { PartLine } from '@allmende/vocabulary'
import { stringify } from 'smol-toml'
import type { Described } from '../contract.ts'
import { type Table, isTable, withoutNulls } from '../plain.ts'
import { isManifestAddress } from './addresses.ts'
import { withForeign } from './foreign.ts'
import { OWN_KEY, ownTable } from './own-table.ts'
import { personAsText } from './people.ts'
import { nameOfManifest } from './read-v1.ts'
import { readTable } from './read.ts'
import { type Said, filled, isWeb, oneOrList, saidOf } from './said.ts'
import { personTable } from './write-v1.ts'

/** `2.4` is the current template; `OKH-LOSHv1.0` is what the JSON Schema in use asks for. */
export type Okh2Dialect = '2.4' | 'OKH-LOSHv1.0'

/** A manifest of OKH 2 in TOML. What that can't say stands in a table of our own; keys of others are given back. */
export function writeOkh2(good: Described, { dialect = '2.4' }: { dialect?: Okh2Dialect } = {}): string {
  const { foreign, ...fields } = good.fields
  const ours = v2Table(saidOf(good), dialect, foreign?.['losh'])
  const said = withoutNulls(withForeign(ours, foreign?.['losh'], 'losh')) as Table
  const own = ownTable({ ...fields, ...(foreign ? { foreign } : {}) }, good.parts, readTable(said, 'losh'))
  return `${stringify(own ? { ...said, [OWN_KEY]: own } : said).trimEnd()}\n`
}

/** In the order of the template. */
function v2Table(said: Said, dialect: Okh2Dialect, foreign: unknown): Table {
  const { fields } = said.good
  const many = dialect === '2.4' ? oneOrList<string> : (values: readonly string[]) => values[0]
  return filled({
    okhv: dialect,
    name: fields.title,
    repo: repository(said),
    license: fields.licence,
    licensor: licensor(said, many),
    ...functionOf(said),
    'documentation-language': fields.language,
    version: fields.version ?? '1',
    'fork-of': said.first('derivative-of') ?? said.good.lineage?.at,
    [dialect === '2.4' ? 'organization' : 'organisation']: many(
      said.people('maintainer').map(({ name }) => name),
    ),
    ...files(said, many),
    ...design(said, dialect),
    ...customKeys(said),
    ...parts(said, dialect, foreign),
  })
}

/** Required: an address on the web, or the link of the thing if there is none. */
function repository(said: Said): string | undefined {
  const web = (['repository', 'project', 'documentation'] as const).map((role) => said.first(role, 'web'))
  return web.find((at) => at !== undefined) ?? said.good.link
}

function licensor(said: Said, many: (values: readonly string[]) => unknown): unknown {
  const people = [said.people('licensor'), said.people('author'), said.people('maintainer')].find(
    (some) => some.length > 0,
  )
  return many((people ?? []).map(personAsText))
}

/** See `readFunction`: the same words twice say that there is only a description. */
function functionOf(said: Said): Table {
  const { description, title } = said.good.fields
  const does = said.design.function
  if (does === undefined) return { function: description ?? title, description }
  return { function: does, description: description === does ? undefined : description }
}

function files(said: Said, many: (values: readonly string[]) => unknown): Table {
  const at = (role: Parameters<Said['roles']>[0]) => said.roles(role).map((one) => one.at)
  return {
    release: many(at('release')),
    readme: many(at('readme')),
    'contribution-guide': many(at('contribution-guide')),
    image: images(said),
    publication: many(at('publication')),
    bom: many(at('bom')),
    'manufacturing-instructions': oneOrList(at('making-instructions')),
    'user-manual': many(at('operating-instructions')),
    source: at('source'),
    export: at('export'),
    auxiliary: at('auxiliary'),
  }
}

function images(said: Said): unknown {
  const images = said.roles('image')
  if (images.every(({ title }) => title === undefined)) return oneOrList(images.map(({ at }) => at))
  return images.map(({ at, title }) => filled({ location: at, depicts: title }))
}

function design({ design }: Said, dialect: Okh2Dialect): Table {
  const { mass, size } = design
  const current = dialect === '2.4'
  return {
    'technology-readiness-level': design.technologyReadiness,
    'documentation-readiness-level': design.documentationReadiness,
    attestation: design.attestation,
    'standard-compliance': design.standards?.map(({ title }) => title),
    'cpc-patent-class': design.patentClass,
    tsdc: oneOrList(design.technologies ?? []),
    material: design.material,
    mass: mass === undefined || current ? mass : { value: mass, unit: 'g' },
    'outer-dimensions': size && (current ? size : cube(size)),
  }
}

function cube({ width, depth, height }: { width: number; depth: number; height: number }): Table {
  return { openSCAD: `cube(size = [${width},${depth},${height}])`, unit: 'mm' }
}

/** Keys of OKH 1 that its mapping to OKH 2 keeps under their names. */
function customKeys(said: Said): Table {
  const { tags } = said.good.fields
  const contact = said.people('contact')[0]
  return {
    keywords: tags,
    'development-stage': said.design.stage,
    made: said.design.made,
    'made-independently': said.design.madeByOthers,
    'health-safety-notice': said.design.safety,
    'tool-list': said.design.tools,
    contact: contact && personTable(contact),
    contributors: said.people('contributor').map(personTable),
    'manifest-author': oneOrList(said.people('manifest').map(personTable)),
    software: said.roles('software').map(({ at, title }) => filled({ release: at, title })),
  }
}

/** A `[[part]]` needs files of its own, which only a manifest that was read knows; all other lines stand in our own table. */
function parts(said: Said, dialect: Okh2Dialect, foreign: unknown): Table {
  const known = isTable(foreign) && Array.isArray(foreign['part']) ? (foreign['part'] as unknown[]) : []
  const names = known.flatMap((one) => (isTable(one) ? [one['name']] : []))
  const lines = said.good.parts.filter(({ name }) => {
    const at = names.indexOf(name)
    if (at >= 0) names.splice(at, 1)
    return at >= 0
  })
  return {
    part: lines.map(({ name, material, quantity }) => filled({ name, material, quantity })),
    ...(dialect === '2.4' ? { hasComponent: said.good.parts.filter(isComponent).map(asComponent) } : {}),
  }
}

const isComponent = ({ name, source }: PartLine) =>
  source !== undefined && isWeb(source) && isManifestAddress(source) && nameOfManifest(source) === name

const asComponent = ({ source }: PartLine): Table => ({ component: source })
