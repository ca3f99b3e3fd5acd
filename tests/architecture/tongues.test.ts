import test from 'tape'
import { FILES_ERRORS } from '@allmende/files'
import { INTEROP_ERRORS } from '@allmende/interop'
import { kindOf } from '@allmende/vocabulary'
import { en } from '../../packages/web/src/app/locales/en.ts'

/** Of the node itself, when goods come in; they have no table. */
const IMPORT = { IMPORT_LICENCE_OF_WHOLE: ['found'], IMPORT_MANY: ['expected'] }
const VALUE = /\{+(\w+)\}+/g

/** What a sentence names. */
const named = (text: string): string[] => [...text.matchAll(VALUE)].map(([, name = '']) => name)

test('WB75 each warning that a node can give of files, manifests and lists has its sentence, which names nothing that isn’t told', (t) => {
  const rows = Object.entries({ ...FILES_ERRORS, ...INTEROP_ERRORS })
  const told = new Map<string, readonly string[]>([
    ...Object.entries(IMPORT),
    ...rows.map(([code, row]): [string, string[]] => [
      code,
      named(`${row.message} ${'hint' in row ? row.hint : ''}`),
    ]),
  ])
  const wanted = [...told.keys()].filter((code) => code in INTEROP_ERRORS || code.startsWith('PATH_'))
  t.ok(wanted.length > 50, `${wanted.length} codes`)
  t.deepEqual(
    wanted.filter((code) => !(code in en.warning)),
    [],
    'none is without',
  )
  const untold = Object.entries(en.warning).filter(([code, text]) =>
    named(text).some((name) => !told.get(code)?.includes(name)),
  )
  t.deepEqual(untold, [], 'all are codes of the node, and tell what is named')
  t.end()
})

type Schema = { readonly properties?: Readonly<Record<string, Schema>>; readonly items?: Schema }

/** The paths of all that isn't a map itself. */
function paths({ properties = {} }: Schema, path = ''): string[] {
  return Object.entries(properties).flatMap(([name, inner]) =>
    inner.properties ? paths(inner, `${path}${name}.`) : [path + name],
  )
}

function flat(tree: object, path = ''): string[] {
  return Object.entries(tree).flatMap(([name, inner]) =>
    typeof inner === 'string' ? [path + name] : flat(inner as object, `${path}${name}.`),
  )
}

/** They say nothing of what a good is, are shown in their own way, or are named as somebody else's standard has them. */
const NOT_COMPARED =
  /^(?:derivedFrom|derivation|origin|merges|settles|maintainers|foreign|files\..*|parts\..*)$/

test('WB77 each field of a good, and of a line of its parts list, has a name in the page', (t) => {
  const good: Schema = kindOf({ kind: 'good', v: 1 })?.schema ?? {}
  const fields = paths(good).filter((path) => !NOT_COMPARED.test(path))
  // A draft says under which name its text becomes a file.
  t.deepEqual(flat(en.said).toSorted(), [...fields, 'filename'].toSorted())
  const line = good.properties?.['parts']?.properties?.['lines']?.items ?? {}
  t.deepEqual(flat(en.line).toSorted(), paths(line).toSorted())
  t.end()
})
