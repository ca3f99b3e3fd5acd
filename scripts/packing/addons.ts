import { existsSync } from 'node:fs'
import { cp, mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'

/** Where a Node can run that has all the addons we need. RocksDB's isn't built for Android. */
export const PLATFORMS = [
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64',
  'linux-x64',
  'win32-arm64',
  'win32-x64',
]

const LOADS_ITSELF = "require.addon('.', __filename)"

/**
 * Addons are taken from the packages that bring them, and only for our platforms: those packages carry files for phones
 * and for another runtime as well, which is 150 of RocksDB's 160 MB. `found` is filled with the addons' folders.
 */
export function addons(found: Set<string>): Plugin {
  return {
    name: 'addons',
    setup(build) {
      build.onLoad({ filter: /node_modules[/\\].*[/\\]binding\.js$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8')
        if (!source.includes(LOADS_ITSELF))
          throw new Error(`${path} loads its addon in a way that isn't known`)
        found.add(dirname(path))
        return { contents: `module.exports = __addon('${basename(dirname(path))}')` }
      })
    },
  }
}

/** Stands at the head of every bundle: `require`, which CommonJS still asks for when bundled, and files beside the bundle. */
export const BANNER = [
  "import { createRequire as __createRequire } from 'node:module'",
  "import { fileURLToPath as __fileURLToPath } from 'node:url'",
  'const require = __createRequire(import.meta.url)',
  'const __beside = (name) => __fileURLToPath(new URL(name, import.meta.url))',
  'const __addon = (name) => require(`./native/${process.platform}-${process.arch}/${name}.node`)',
].join('\n')

/** Copies the addons of `platforms` to `native/PLATFORM/NAME.node` within `folder`. */
export async function copyAddons(
  found: Set<string>,
  platforms: readonly string[],
  folder: string,
): Promise<void> {
  for (const platform of platforms) {
    const target = join(folder, 'native', platform)
    await mkdir(target, { recursive: true })
    for (const source of found) {
      const file = `${basename(source)}.node`
      const prebuilt = join(source, 'prebuilds', platform, file)
      if (!existsSync(prebuilt)) throw new Error(`${basename(source)} has no addon for ${platform}`)
      await cp(prebuilt, join(target, file))
    }
  }
}
