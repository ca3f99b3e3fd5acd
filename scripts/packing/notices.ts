import { existsSync, globSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

type Bundled = { name: string; version: string; license?: string; author?: string | { name: string } }

/** `…/node_modules/@scope/name/lib/x.js` → the innermost package's folder. */
const PACKAGE = /^(?:.*[/\\])?node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/

/**
 * What the licences of bundled packages ask for: name, version, licence and its text, of every package of which a file
 * went into the bundles.
 * @param inputs the bundled files, seen from the root
 */
export async function thirdPartyNotices(inputs: readonly string[]): Promise<string> {
  const folders = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []))
  const notices: string[] = []
  for (const folder of [...folders].toSorted()) {
    // A folder with a package.json but no name only says how its files are to be read.
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Bundled
    if (!manifest.license) throw new Error(`${folder} doesn't say its licence`)
    notices.push(await notice(folder, manifest))
  }
  return [
    '# Third-party software in this package',
    'The programs in `dist` contain code of the packages below, and `dist/native` their addons as their authors built',
    'them. Licences are named as in the [SPDX list](https://spdx.org/licenses/).\n',
    ...notices,
  ].join('\n')
}

async function notice(folder: string, { name, version, license, author }: Bundled): Promise<string> {
  const files = globSync(`${folder}/{LICENSE,LICENCE,License,license,NOTICE,COPYING}*`).filter(
    (file) => /[A-Za-z]+(?:[.-](?:md|txt|mit|apache|MIT|APACHE))?$/.test(file) && statSync(file).isFile(),
  )
  const texts = await Promise.all(files.toSorted().map(async (file) => (await readFile(file, 'utf8')).trim()))
  const by = typeof author === 'object' ? author.name : author
  const said =
    texts.length > 0
      ? texts.join('\n\n')
      : `By ${by ?? `the authors of ${name}`}; no text of the licence comes with the package.`
  return `## ${name} ${version} (${license})\n\n\`\`\`\n${said}\n\`\`\`\n`
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
