import type { VersionInfo } from '../contract.ts'
import type { Described } from './described.ts'
import { day, makersOf, nameOf } from './good-page.ts'

/** Where a version comes from and who had a part in it, for people. */
export function lineageText({ info, good, label, state }: Described): string {
  const { from, forks } = info.lineage
  const lines = [
    line(info.title),
    '',
    `Version:  ${line(label)} (${state.version})`,
    `Good:     ${info.id}`,
    ...(state.commons.entry.public ? [`Link:     ${info.link}`] : []),
    `Licence:  ${line(info.licence ?? '')}`,
    '',
    'Published by',
    `  ${line(nameOf(info))}`,
    ...(makersOf(info).length > 0 ? ['', 'Made by', ...makersOf(info).map((name) => `  ${line(name)}`)] : []),
    '',
    'Made from',
    from
      ? `  ${line(from.title ?? from.version)} (${from.derivation}), version ${from.version}`
      : '  nothing else in the commons',
    '',
    'Versions',
    ...info.versions.map(versionLine),
    ...(forks.length > 0
      ? ['', 'Others went on from it', ...forks.map(({ title, id }) => `  ${line(title)} (${id})`)]
      : []),
    ...(good.builds && good.builds.length > 0
      ? [
          '',
          'Builds of this version',
          ...good.builds.map(({ at, by, outcome }) => `  ${day(at)}  ${outcome}, ${line(by)}`),
        ]
      : []),
  ]
  return `${lines.join('\n')}\n`
}

function versionLine(version: VersionInfo): string {
  const { number, label, at, id, merges } = version
  const taken = merges.map((merged) => line(merged.title ?? merged.version)).join(', ')
  const name = label === null ? String(number) : `${number} "${line(label)}"`
  return `  ${day(at)}  ${name}, ${line(nameOf(version))} (${id})${taken === '' ? '' : `, with changes of ${taken}`}`
}

/** What somebody wrote, on one line. */
function line(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').trim()
}
