import { execFile } from 'node:child_process'
import { JUDGED, type Judged } from './advisory-exceptions.ts'
import type { Finding } from './finding.ts'
import type { Package } from './locked-packages.ts'

/** A registry that doesn't answer by then is none: the check must not hold up whoever works without internet. */
const LIMIT_MS = 60_000
const ANSWER_MS = 20_000

type Advisory = { name: string; title: string; url: string; severity: string }
/** What we read of `npm audit --json`. */
type Report = {
  vulnerabilities?: Record<string, { via: (Advisory | string)[] }>
  message?: string
}

const GRAVE = new Set(['high', 'critical'])

/**
 * Asks the registry what is known against the packages of the lock file. What is grave and goes into the programs is a failure, the rest is
 * counted; where nobody can be asked that is said, and nothing is claimed.
 * @param folder of the lock file
 * @param args more for npm
 */
export async function auditAdvisories(
  folder: string,
  packages: readonly Package[],
  judged: readonly Judged[] = JUDGED,
  args: readonly string[] = [],
): Promise<Finding> {
  const { report, failure } = await npmAudit(folder, args)
  if (report?.vulnerabilities === undefined) {
    // Which registry is set up here is nobody's business.
    const reason = (report?.message ?? failure).replaceAll(/https?:\/\/\S+/g, 'the registry')
    return {
      name: 'advisories',
      state: 'skipped',
      says: `no registry could be asked: ${reason}`,
      problems: [],
    }
  }
  const advisories = advisoriesOf(report)
  const shipped = new Set(packages.flatMap((one) => (one.shipped ? [one.name] : [])))
  const open = advisories.filter(
    ({ name, url }) => shipped.has(name) && !judged.some((one) => one.url === url),
  )
  const problems = open.filter(({ severity }) => GRAVE.has(severity)).map(problem)
  for (const { url } of judged)
    if (!advisories.some((one) => one.url === url))
      problems.push(`${url} stands in advisory-exceptions.ts, and nothing needs it: take it out`)
  const tools = advisories.filter(({ name }) => !shipped.has(name)).length
  return {
    name: 'advisories',
    state: problems.length > 0 ? 'failed' : 'passed',
    says:
      `${packages.length} packages asked for: ${open.length} known against what goes into the programs` +
      ` (${problems.length} grave), ${advisories.length - open.length - tools} judged harmless, ${tools} against tools`,
    problems,
  }
}

function npmAudit(
  folder: string,
  args: readonly string[],
): Promise<{ report: Report | null; failure: string }> {
  // Run by `npm --silent test`, npm would be silent here as well.
  const words = [
    'audit',
    '--json',
    '--loglevel=error',
    '--fetch-retries=0',
    `--fetch-timeout=${ANSWER_MS}`,
    ...args,
  ]
  const options = {
    cwd: folder,
    timeout: LIMIT_MS,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  }
  return new Promise((resolve) => {
    // npm's exit status says nothing here: it is 1 with an advisory and with a failure alike.
    execFile('npm', words, options, (error, out, err) => {
      const failure = error?.killed
        ? `no answer within ${LIMIT_MS / 1_000} s`
        : (err || (error?.message ?? '')).trim()
      resolve({ report: readReport(out), failure })
    })
  })
}

function readReport(out: string): Report | null {
  try {
    return JSON.parse(out) as Report
  } catch {
    return null
  }
}

/** Each once, though every package that needs an affected one is listed as well. */
function advisoriesOf({ vulnerabilities = {} }: Report): Advisory[] {
  const all = Object.values(vulnerabilities).flatMap(({ via }) =>
    via.filter((one) => typeof one !== 'string'),
  )
  return [...new Map(all.map((one) => [`${one.name} ${one.url}`, one])).values()]
}

function problem({ name, title, url, severity }: Advisory): string {
  return (
    `${name}, which goes into the programs, has a known weakness (${severity}): ${title}, ${url}. ` +
    'Take a version without it, or say in scripts/audits/advisory-exceptions.ts why it concerns nobody'
  )
}
