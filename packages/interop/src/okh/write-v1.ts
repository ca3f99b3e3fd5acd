import type { Credit } from '@allmende/vocabulary'
import { stringify } from 'yaml'
import type { Described } from '../contract.ts'
import type { Table } from '../plain.ts'
import { isManifestAddress } from './addresses.ts'
import { withForeign } from './foreign.ts'
import { roleOfLicence } from './licences.ts'
import { OWN_KEY, ownTable } from './own-table.ts'
import { DOCUMENTS, RELATIVES } from './read-v1.ts'
import { readTable } from './read.ts'
import { type Said, filled, isWeb, saidOf } from './said.ts'

/** A manifest of OKH 1.0 in YAML. What that can't say stands in a table of our own; keys of others are given back. */
export function writeOkh1(good: Described): string {
  const { foreign, ...fields } = good.fields
  const said = withForeign(v1Table(saidOf(good)), foreign?.['okh1'], 'okh1')
  const own = ownTable({ ...fields, ...(foreign ? { foreign } : {}) }, good.parts, readTable(said, 'okh1'))
  return stringify(own ? { ...said, [OWN_KEY]: own } : said, { aliasDuplicateObjects: false })
}

/** In the order of the specification. */
function v1Table(said: Said): Table {
  const { fields } = said.good
  return filled({
    'okh-manifest-version': '1.0.0',
    title: fields.title,
    description: fields.description ?? said.design.function ?? fields.title,
    'intended-use': said.design.function,
    keywords: fields.tags,
    ...addresses(said),
    version: fields.version,
    'development-stage': said.design.stage,
    made: said.design.made,
    'made-independently': said.design.madeByOthers,
    license: fields.licence === undefined ? undefined : { [roleOfLicence(fields.type)]: fields.licence },
    ...people(said),
    'documentation-language': fields.language,
    bom: said.first('bom'),
    'tool-list': said.first('tool-list') ?? oneText(said.design.tools),
    ...documents(said),
    'health-safety-notice': said.design.safety,
    'standards-used': said.design.standards?.map(({ title, publisher, reference }) =>
      filled({ 'standard-title': title, publisher, reference }),
    ),
    ...relatives(said),
    'sub-parts': said.good.parts.flatMap(({ name, source }) =>
      source !== undefined && isManifestAddress(source) ? [{ title: name, manifest: source }] : [],
    ),
  })
}

const oneText = (words: readonly string[] | undefined) => words?.join(', ')

/** One of `project-link` and `documentation-home` is required; the second may be the folder in which the manifest lies. */
function addresses(said: Said): Table {
  const project = said.first('project', 'web') ?? said.first('repository', 'web')
  const documentation = said.first('documentation')
  return {
    'project-link': project,
    'documentation-home':
      documentation ?? (project === undefined ? (said.first('readme') ?? './') : undefined),
    'archive-download': said.first('archive'),
    image: said.first('image'),
  }
}

function people(said: Said): Table {
  const [licensor, contact] = [
    said.people('licensor')[0] ?? said.people('author')[0],
    said.people('contact')[0],
  ]
  const manifest = said.people('manifest').find(({ email }) => email !== undefined)
  return {
    licensor: licensor && personTable(licensor),
    contact: contact && personTable(contact),
    contributors: said.people('contributor').map(personTable),
    'manifest-author': manifest && personTable(manifest),
  }
}

export function personTable({ name, affiliation, email, url }: Credit): Table {
  return filled({ name, affiliation, email, url })
}

function documents(said: Said): Table {
  return Object.fromEntries(
    DOCUMENTS.map(([key, role]) => [
      key,
      said.roles(role).map(({ at, title }) => filled({ path: at, title })),
    ]),
  )
}

function relatives(said: Said): Table {
  const table: Table = Object.fromEntries(
    RELATIVES.map(([key, role]) => {
      const one = said.roles(role)[0]
      return [
        key,
        one && filled({ title: one.title, [isManifestAddress(one.at) ? 'manifest' : 'web']: one.at }),
      ]
    }),
  )
  const { lineage } = said.good
  if (lineage && isWeb(lineage.at))
    table['derivative-of'] ??= filled({ title: lineage.title, web: lineage.at })
  return table
}
