import type { ImportedThing, ImportFinding, ImportResult } from '@allmende/api/client'
import { bytes, counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'

const GOODS_SHOWN = 40
const FINDINGS_SHOWN = 40
const NAMES_SHOWN = 8
const WISHES_SHOWN = 3

const OUTCOMES = {
  new: ['came in', 'would come in'],
  version: ['a new version of what was here', 'would be a new version of what is here'],
  same: ['is here already', 'is here already'],
  refused: ['refused', 'would be refused'],
} as const

/** What came in or would, for a person. */
export function importLines(result: ImportResult, clean: Clean, style: Style): string[] {
  const { goods, findings, leftOut, dryRun } = result
  const left = goods.length - GOODS_SHOWN
  const come = goods.filter(({ outcome }) => outcome !== 'refused').length
  return [
    ...goods.slice(0, GOODS_SHOWN).flatMap((good) => goodLines(good, dryRun, clean, style)),
    ...(left > 0 ? [`… and ${counted(left, 'more good')} (--json has all)`] : []),
    ...findingLines(findings, clean, style),
    ...(leftOut.length > 0
      ? [style.dim(`${counted(leftOut.length, 'file')} of the folder left out, as share does.`)]
      : []),
    sumLine(result, come),
  ]
}

function sumLine({ goods, files, bytes: size, dryRun, commonsName }: ImportResult, come: number): string {
  if (goods.length === 0)
    return 'Nothing to bring in: no manifest of Open Know-How, no list of references, no parts list. To share it as it is: allmende share'
  const what = `${counted(come, 'good')} of ${goods.length}, ${counted(files, 'file')}, ${bytes(size)}`
  if (dryRun) return `Nothing was written. Would come in: ${what}.`
  return `In "${commonsName ?? ''}" now: ${what}.`
}

function goodLines(
  good: ImportedThing,
  dryRun: boolean,
  clean: Clean,
  { bold, dim, green, yellow }: Style,
): string[] {
  const words = OUTCOMES[good.outcome][dryRun ? 1 : 0]
  const shown = good.outcome === 'refused' ? yellow(words) : green(words)
  const facts = [
    good.type,
    good.licence === null ? 'no licence' : clean(good.licence, 100),
    good.files > 0 ? `${counted(good.files, 'file')}, ${bytes(good.bytes)}` : null,
    good.parts > 0
      ? `${counted(good.parts, 'part')}${good.subAssemblies > 0 ? ` (${counted(good.subAssemblies, 'sub-assembly', 'sub-assemblies')})` : ''}`
      : null,
    `${good.completeness.percent} % complete`,
  ].filter((fact) => fact !== null)
  return [
    `${bold(clean(good.title ?? '(no title)'))}: ${shown}`,
    `  ${facts.join('; ')}  ${dim(clean(good.from, 100))}`,
    ...(good.reason === null ? [] : [`  ${clean(good.reason, 300)}`]),
    ...(good.hint === null || good.hint === '' ? [] : [dim(`  ${clean(good.hint, 300)}`)]),
    ...tableLines(good, clean, dim),
    ...named('Named and not there', good.missing, clean),
    ...named('Only a pointer of git-LFS is there (fetch with `git lfs pull`)', good.pointers, clean),
    ...good.completeness.missing
      .slice(0, WISHES_SHOWN)
      .map(({ why }) => dim(`  Would help: ${clean(why, 120)}`)),
    ...(good.link === null ? [] : [`  ${good.link}`]),
  ]
}

/** The mapping is shown, since a wrong guess is corrected with it. */
function tableLines({ table }: ImportedThing, clean: Clean, dim: Style['dim']): string[] {
  if (table === null) return []
  const mapping = Object.entries(table.mapping).map(([field, heading]) => `${field}=${clean(heading, 60)}`)
  return [
    `  Parts list: ${counted(table.lines, 'line')} from ${clean(table.file, 100)}`,
    dim(`    columns: ${mapping.join(', ')} (--bom-map says otherwise)`),
    ...(table.unused.length > 0
      ? [dim(`    not read: ${table.unused.map((one) => clean(one, 60)).join(', ')}`)]
      : []),
  ]
}

function named(what: string, names: readonly string[], clean: Clean): string[] {
  if (names.length === 0) return []
  const some = names.slice(0, NAMES_SHOWN).map((name) => clean(name, 100))
  const more =
    names.length > NAMES_SHOWN ? `, and ${counted(names.length - NAMES_SHOWN, 'more', 'more')}` : ''
  return [`  ${what}: ${some.join(', ')}${more}`]
}

function findingLines(findings: readonly ImportFinding[], clean: Clean, { dim, yellow }: Style): string[] {
  const weight = { error: 0, warning: 1, info: 2 }
  const sorted = findings.toSorted((a, b) => weight[a.severity] - weight[b.severity])
  const left = sorted.length - FINDINGS_SHOWN
  return [
    ...sorted.slice(0, FINDINGS_SHOWN).map(({ severity, message, file, line }) => {
      const place = `${clean(file, 100)}${line === null ? '' : `:${line}`}`
      return `${severity === 'info' ? dim(place) : yellow(place)}: ${clean(message, 300)}`
    }),
    ...(left > 0 ? [`… and ${counted(left, 'more finding')} (--json has all)`] : []),
  ]
}
