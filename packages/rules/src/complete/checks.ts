import type { GoodType, PartLine } from '@allmende/vocabulary'
import type { Facts } from './facts.ts'

/** Something that a good of some type should have: its weight in a hundred, and why it is wanted. */
export type Check = {
  field: string
  weight: number
  why: string
  met: (facts: Facts) => boolean
}

/** Files that a design is changed with; an STL or a PDF is only made from them. */
const SOURCES = endings(
  'step stp f3d f3z scad 3mf fcstd blend kicad_pcb kicad_sch kicad_pro sch brd dxf dwg svg sldprt sldasm ipt iam igs iges py ino odt',
)
const PICTURES = endings('jpg jpeg png gif webp svg avif heic')

const has =
  (...paths: string[]) =>
  (facts: Facts) =>
    paths.some((path) => facts.says(path))
const anyFile = (facts: Facts) => facts.files > 0

/** What makes a design one that somebody else can build. */
const DESIGN: readonly Check[] = [
  check('parts', 15, 'without a parts list nobody knows what to get', ({ parts }) => parts.length > 0),
  check(
    'parts.source',
    5,
    'most parts should say after which good they are made, their number, or where to get them',
    ({ parts }) => parts.length > 0 && 2 * parts.filter(isFindable).length >= parts.length,
  ),
  check(
    'roles.making-instructions',
    15,
    'without instructions nobody knows how to put it together',
    ({ hasRole }) => hasRole('making-instructions'),
  ),
  check(
    'roles.source',
    15,
    'without source files it can be copied but not changed',
    ({ hasRole, hasFile }) => hasRole('source', 'schematic') || hasFile(SOURCES),
  ),
  check(
    'design.tools',
    10,
    'without the tools nobody knows whether they can build it',
    (facts) => facts.says('design.tools') || facts.hasRole('tool-list') || facts.parts.some(isTool),
  ),
  check('licence', 10, 'without a free licence nobody may build it', has('licence')),
  check('design.function', 10, 'what it does and for whom lets others find it', has('design.function')),
  check('description', 5, 'a description says whether it is what one is looking for', has('description')),
  check('version', 5, 'a version tells those who built it which one they have', has('version')),
  check('roles.image', 5, 'a picture says at a glance what it is', isPictured),
  check(
    'design.made',
    5,
    'that it was built once says that it can be',
    has('design.made', 'design.madeByOthers'),
  ),
]

const SOFTWARE: readonly Check[] = [
  check(
    'files',
    25,
    'without source files nobody can change it',
    (facts) => anyFile(facts) || facts.hasRole('repository', 'source', 'archive', 'release'),
  ),
  check('licence', 20, 'without a free licence nobody may use it', has('licence')),
  check('description', 20, 'a description says whether it is what one is looking for', has('description')),
  check('version', 15, 'a version tells users which one they have', has('version')),
  check(
    'roles.readme',
    20,
    'without a word on how to install and use it few will',
    ({ hasRole, hasFile }) =>
      hasRole('readme', 'documentation', 'operating-instructions', 'making-instructions') ||
      hasFile(endings('md rst adoc')),
  ),
]

const CREDITS = check('credits', 10, 'whoever made it should be named', has('credits'))
const LICENCE = check('licence', 30, 'without a free licence nobody may use it', has('licence'))
const FILES = check('files', 25, 'there is nothing to take yet', anyFile)

const TEXT: readonly Check[] = [
  LICENCE,
  FILES,
  check('description', 20, 'a description says whether it is worth reading', has('description')),
  check('language', 15, 'the language lets readers find it', has('language')),
  CREDITS,
]

const DATA: readonly Check[] = [
  LICENCE,
  FILES,
  check('description', 25, 'without a description nobody knows what the columns mean', has('description')),
  check('version', 10, 'a version tells users which state they have', has('version')),
  CREDITS,
]

const MEDIA: readonly Check[] = [
  LICENCE,
  FILES,
  check('description', 25, 'a description lets others find it', has('description')),
  check('tags', 10, 'words to find it by', has('tags')),
  CREDITS,
]

const PUBLICATION: readonly Check[] = [
  check('licence', 25, 'without a free licence nobody may pass it on', has('licence')),
  check('publication.author', 20, 'it is cited by its authors', has('publication.author')),
  check(
    'publication.DOI',
    15,
    'a DOI or an address says which one it is',
    has('publication.DOI', 'publication.URL'),
  ),
  check('publication.issued', 10, 'it is cited by its year', has('publication.issued')),
  check(
    'publication.container-title',
    10,
    'where it was published',
    has('publication.container-title', 'publication.publisher'),
  ),
  check('description', 10, 'an abstract says whether it is worth reading', has('description')),
  check('files', 10, 'the text itself, for those without access', anyFile),
]

/** What a good of each type should have; the weights of a type sum to a hundred. */
export const CHECKS: Readonly<Record<GoodType, readonly Check[]>> = {
  design: DESIGN,
  software: SOFTWARE,
  text: TEXT,
  data: DATA,
  media: MEDIA,
  publication: PUBLICATION,
}

function check(field: string, weight: number, why: string, met: Check['met']): Check {
  return { field, weight, why, met }
}

function endings(text: string): ReadonlySet<string> {
  return new Set(text.split(' '))
}

function isPictured({ hasRole, hasFile }: Facts): boolean {
  return hasRole('image') || hasFile(PICTURES)
}

/** That nobody has found it yet is an answer too. */
function isFindable({ good, equipment, number, source, missing, action }: PartLine): boolean {
  return [good, equipment, number, source, missing].some((said) => said !== undefined) || action === 'work'
}

function isTool({ action, equipment }: PartLine): boolean {
  return action === 'use' || equipment !== undefined
}
