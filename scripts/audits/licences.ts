import { compatible } from '../../packages/rules/src/index.ts'
import type { Finding } from './finding.ts'
import { FITTING, PACKAGES } from './licence-exceptions.ts'
import type { Package } from './locked-packages.ts'

/** All of the project's code is under it, and whatever is bundled with it goes out under it. */
const OURS = 'AGPL-3.0-or-later'

export type Exceptions = {
  readonly fitting: Readonly<Record<string, string>>
  readonly packages: Readonly<Record<string, string>>
}

/**
 * Whether every package may go into something under the project's licence: by the rule that tells people whose thing fits into whose, or
 * by a table with reasons. Tools are held to the same, since one moves into the programs sooner than anybody looks.
 */
export function auditLicences(
  packages: readonly Package[],
  { fitting, packages: excepted }: Exceptions = { fitting: FITTING, packages: PACKAGES },
): Finding {
  const counts = new Map<string, number>()
  const problems: string[] = []
  const used = new Set<string>()
  let byAsker = 0
  for (const one of packages) {
    if (excepted[one.name] !== undefined) used.add(one.name)
    const licence = one.licence ?? licenceOfAskers(one, packages)
    if (one.licence === null && licence !== null) byAsker++
    const known = licence !== null && fitting[licence] !== undefined
    if (known) used.add(licence)
    const fit =
      licence === null ? null : compatible({ from: licence, into: OURS, how: 'derive', type: 'software' })
    if (excepted[one.name] === undefined && !known && fit?.answer !== 'yes')
      problems.push(problem(one, fit?.reason ?? 'neither it nor what asks for it says its licence'))
    const named = licence ?? 'unsaid'
    counts.set(named, (counts.get(named) ?? 0) + 1)
  }
  for (const entry of [...Object.keys(fitting), ...Object.keys(excepted)])
    if (!used.has(entry))
      problems.push(`${entry} stands in licence-exceptions.ts, and nothing needs it: take it out`)
  return {
    name: 'licences',
    state: problems.length > 0 ? 'failed' : 'passed',
    says: summary(packages.length, counts, byAsker),
    problems,
  }
}

/** Parts of a package for other platforms aren't installed here, and the lock file doesn't know theirs: it is that of the whole. */
function licenceOfAskers({ askedBy }: Package, packages: readonly Package[]): string | null {
  const licences = askedBy.map((name) => packages.find((one) => one.name === name)?.licence ?? null)
  const [first = null] = licences
  return licences.every((licence) => licence === first) ? first : null
}

function problem({ name, version, licence, askedBy, shipped }: Package, reason: string): string {
  const where = shipped ? 'goes into the programs' : 'is used for the work on them'
  const by = askedBy.length > 0 ? `, asked for by ${askedBy.join(', ')}` : ''
  return (
    `${name} ${version} (${licence ?? 'no licence said'}) ${where}${by}, and may not go into something under ${OURS}: ${reason}. ` +
    'Use something else, or say in scripts/audits/licence-exceptions.ts why it is right'
  )
}

function summary(total: number, counts: ReadonlyMap<string, number>, byAsker: number): string {
  const most = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  const named = most.map(([licence, count]) => `${licence} ${count}`).join(', ')
  const parts =
    byAsker > 0 ? ` (${byAsker} of them parts for other platforms, by the package they belong to)` : ''
  return `${total} packages${parts}: ${named}`
}
