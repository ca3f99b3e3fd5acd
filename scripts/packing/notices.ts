import { existsSync, globSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { licencesNamed, textFrom } from '../../packages/node/src/licence-texts.ts'
import { BUILT_IN } from './built-in.ts'

type Bundled = { name: string; version: string; license?: string; author?: string | { name: string } }

/** `…/node_modules/@scope/name/lib/x.js` → the innermost package's folder. */
const PACKAGE = /^(?:.*[/\\])?node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/

/**
 * What the licences of bundled packages ask for: name, version, licence and its text, of every package of which a file
 * went into the bundles, and of what is compiled into those. Where a package brings no text along, the one of SPDX stands at the end.
 * @param inputs the bundled files, seen from the root
 */
export async function thirdPartyNotices(inputs: readonly string[]): Promise<string> {
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []))
  const notices = new Map<string, string>()
  const wanted = new Set<string>()
  for (const folder of [...folders].toSorted()) {
    // A folder with a package.json but no name only says how its files are to be read.
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Bundled
    if (!manifest.license) throw new Error(`${folder} doesn't say its licence`)
    // Two that ask for one version may each have a copy of it.
    notices.set(`${manifest.name} ${manifest.version}`, await notice(folder, manifest, wanted))
  }
  return [
    '# Third-party software in this package',
    'The programs in `dist` contain code of the packages below, and `dist/native` their addons as their authors built',
    'them. Licences are named as in the [SPDX list](https://spdx.org/licenses/).\n',
    ...notices.values(),
    '# Texts of licences\n',
    'Of what brings none along itself.\n',
    ...(await Promise.all([...wanted].toSorted().map(textOf))),
  ].join('\n')
}

async function notice(
  folder: string,
  { name, version, license = '', author }: Bundled,
  wanted: Set<string>,
): Promise<string> {
  const files = globSync(`${folder}/{LICENSE,LICENCE,License,license,NOTICE,COPYING}*`).filter(
    (file) => /[A-Za-z]+(?:[.-](?:md|txt|mit|apache|MIT|APACHE))?$/.test(file) && statSync(file).isFile(),
  )
  const texts = await Promise.all(files.toSorted().map(async (file) => (await readFile(file, 'utf8')).trim()))
  const by = (typeof author === 'object' ? author.name : author) || `the authors of ${name}`
  const said =
    texts.length > 0
      ? `\`\`\`\n${texts.join('\n\n')}\n\`\`\``
      : `Copyright ${by}. ${atTheEnd(license, wanted)}`
  return `## ${name} ${version} (${license})\n\n${said}\n${within(folder, name, wanted)}`
}

/** What is compiled into a package's file. An addon of which nobody has looked that up is not packed. */
function within(folder: string, name: string, wanted: Set<string>): string {
  const parts = BUILT_IN[name]
  if (!parts && existsSync(join(folder, 'binding.cc')))
    throw new Error(`${name} is compiled: say in scripts/packing/built-in.ts what of others is in it`)
  const lines = (parts ?? []).map(
    (part) => `- ${part.name} (${part.licence}), copyright ${part.by}. ${atTheEnd(part.licence, wanted)}`,
  )
  return lines.length > 0 ? `\nCompiled into it:\n\n${lines.join('\n')}\n` : ''
}

function atTheEnd(licence: string, wanted: Set<string>): string {
  const named = licencesNamed(licence)
  for (const one of named) wanted.add(one)
  return `The text of ${named.join(' and of ')} stands at the end.`
}

async function textOf(id: string): Promise<string> {
  const text = await textFrom(id)
  if (text === null) throw new Error(`there is no text of ${id}, which a bundled package is under`)
  return `## ${id}\n\n\`\`\`\n${text.trim()}\n\`\`\`\n`
}

/** Fails where a bundled file still looks for files beside itself, which are not there any more. */
export async function refuseStrayFiles(inputs: readonly string[], known: readonly string[]): Promise<void> {
  for (const input of inputs) {
    if (!existsSync(input) || known.some((one) => input.endsWith(one))) continue
    const source = (await readFile(input, 'utf8')).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    if (/\b__dirname\b|\b__filename\b|\bimport\.meta\.(?:url|dirname|filename)\b/.test(source))
      throw new Error(`${input} looks for files beside itself: see that they are there when packed`)
  }
}
