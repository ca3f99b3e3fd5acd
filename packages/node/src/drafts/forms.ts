import { type AnyRecord, type Fields, type PartLine, validate } from '@allmende/vocabulary'
import type { DraftScalar } from '../contract-drafts.ts'
import { fail } from '../errors.ts'

/**
 * How a value of the vocabulary stands in a draft, where a value is one text, number or flag: a list of words with commas
 * between them, maps by their path, and what is neither as JSON.
 */
type Form = 'text' | 'number' | 'flag' | 'list' | 'json'
export type Forms = Readonly<Record<string, Form>>

/** What a draft says of the good that it becomes, by the names of the vocabulary; maps by their path. */
export const GOOD_FORMS: Forms = {
  title: 'text',
  type: 'text',
  licence: 'text',
  description: 'text',
  tags: 'list',
  language: 'text',
  version: 'text',
  'design.function': 'text',
  'design.technologyReadiness': 'text',
  'design.documentationReadiness': 'text',
  'design.stage': 'text',
  'design.technologies': 'list',
  'design.patentClass': 'text',
  'design.attestation': 'text',
  'design.mass': 'number',
  'design.size.width': 'number',
  'design.size.height': 'number',
  'design.size.depth': 'number',
  'design.material': 'text',
  'design.tools': 'list',
  'design.made': 'flag',
  'design.madeByOthers': 'flag',
  'design.safety': 'text',
}

/** What a line of its parts list says, by the names of the vocabulary. */
export const LINE_FORMS: Forms = {
  name: 'text',
  quantity: 'number',
  unit: 'text',
  action: 'text',
  good: 'text',
  equipment: 'text',
  missing: 'flag',
  id: 'text',
  section: 'text',
  places: 'list',
  maker: 'text',
  number: 'text',
  material: 'text',
  source: 'text',
  'cost.amount': 'text',
  'cost.currency': 'text',
  substitutes: 'json',
  note: 'text',
}

/** The values of a map as a draft has them. What has no form is left out, and stays as the good has it. */
export function flat(value: Fields, forms: Forms): Record<string, DraftScalar> {
  return Object.fromEntries(
    Object.entries(forms).flatMap(([path, form]): [string, DraftScalar][] => {
      const found = at(value, path)
      const written = found === undefined ? null : write(found, form)
      return written === null ? [] : [[path, written]]
    }),
  )
}

/** The reverse. Keys without a form are passed over: somebody's later program may have written them. Throws DRAFT_VALUE. */
export function unflat(fields: Readonly<Record<string, DraftScalar>>, forms: Forms): Fields {
  const value: Fields = {}
  for (const [path, form] of Object.entries(forms)) {
    const scalar = Object.hasOwn(fields, path) ? fields[path] : null
    if (scalar === undefined || scalar === null) continue
    put(value, path, read(path, fitting(path, scalar, form), form))
  }
  return value
}

/** A value in the form of its field: what comes from a command line is all text. Throws DRAFT_FIELD, DRAFT_VALUE. */
export function valueFor(name: string, value: DraftScalar, forms: Forms): DraftScalar {
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined
  if (form === undefined) throw fail('DRAFT_FIELD', { found: name, expected: Object.keys(forms).join(', ') })
  if (value === null || value === '') return null
  return fitting(name, value, form)
}

type Values = Readonly<Record<string, DraftScalar>>

/**
 * The fields of a good that a draft says, as they would stand in a record. Throws DRAFT_VALUE for what no record may have;
 * with `about` only for what concerns these fields, since nobody answers for what somebody else has set.
 */
export function goodFields(fields: Values, about?: readonly string[]): Fields {
  const body = unflat(fields, GOOD_FORMS)
  refuseMalformed(body, about)
  return body
}

/** A line as it would stand in a record. Throws DRAFT_VALUE. */
export function partLine(fields: Values): PartLine {
  const line = unflat(fields, LINE_FORMS)
  refuseMalformed({ parts: { lines: [line] } })
  return line as PartLine
}

function refuseMalformed(body: Fields, about?: readonly string[]): void {
  const whole = { title: 'draft', licence: 'MIT', type: 'design', ...body }
  const issues = validate({ kind: 'good', v: 1, body: whole } as unknown as AnyRecord).map((issue) => ({
    ...issue,
    name: issue.path.replace(/^body\.(?:parts\.lines(?:\[0\]|\.0)\.?)?/, ''),
  }))
  const issue = issues.find(({ name }) => about?.some((one) => concerns(one, name)) ?? true)
  if (issue) throw fail('DRAFT_VALUE', { name: issue.name, expected: issue.expected, found: issue.found })
}

/** Whether an issue with `name` has to do with the field `one`: the same, within it, or a map around it that lacks another. */
function concerns(one: string, name: string): boolean {
  const first = (path: string) => path.split('.').slice(0, 2).join('.').replace(/\[.*$/, '')
  return first(one) === first(name) || one.startsWith(`${name}.`)
}

function at(value: unknown, path: string): unknown {
  let found = value
  for (const step of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined
    found = (found as Fields)[step]
  }
  return found
}

function put(value: Fields, path: string, leaf: unknown): void {
  const steps = path.split('.')
  const last = steps.pop() ?? path
  let into = value
  for (const step of steps) into = (into[step] ??= {}) as Fields
  into[last] = leaf
}

function write(value: unknown, form: Form): DraftScalar {
  if (form === 'list' && Array.isArray(value)) {
    const words = value.map(String)
    const plain = words.every((word) => word === word.trim() && word !== '' && !/,|^\[/.test(word))
    return words.length === 0 ? null : plain ? words.join(', ') : JSON.stringify(words)
  }
  if (form === 'json') return JSON.stringify(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function read(name: string, value: DraftScalar, form: Form): unknown {
  if (form === 'list') return wordsOf(name, String(value))
  return form === 'json' ? parsed(name, String(value)) : value
}

function wordsOf(name: string, text: string): unknown {
  if (text.startsWith('[')) return parsed(name, text)
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw fail('DRAFT_VALUE', { name, expected: 'JSON', found: text.slice(0, 80) })
  }
}

const FLAGS: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false }

function fitting(name: string, value: DraftScalar, form: Form): DraftScalar {
  if (form === 'number') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
    throw fail('DRAFT_VALUE', { name, expected: 'a number', found: String(value) })
  }
  if (form === 'flag') {
    const flag = typeof value === 'string' ? FLAGS[value.toLowerCase()] : value
    if (typeof flag === 'boolean') return flag
    throw fail('DRAFT_VALUE', { name, expected: 'yes or no', found: String(value) })
  }
  return String(value)
}
