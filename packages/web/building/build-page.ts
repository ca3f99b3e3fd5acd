import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const pages = fileURLToPath(new URL('../src/', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Which files went into the page, seen from the root: for the licences that travel with the packed program. */
const MODULES = '.modules.json'

/**
 * Builds a page: `src/ENTRY/index.html` and what it names. Nothing is put inline, as the policy of the pages asks: no
 * script, no style, no picture.
 */
export async function buildPage(entry: string, folder: string): Promise<void> {
  const modules = new Set<string>()
  await build({
    configFile: false,
    root: join(pages, entry),
    base: '/',
    publicDir: false,
    logLevel: 'warn',
    clearScreen: false,
    plugins: [noting(modules)],
    // Threads are bundled apart, and their licences travel along as well.
    worker: { format: 'es', plugins: () => [noting(modules)] },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: ['chrome123', 'firefox120', 'safari17.5'], // the oldest that know light-dark()
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 800,
      rolldownOptions: {
        // How long each plugin took says nothing to whoever starts a node.
        checks: { pluginTimings: false },
        onLog(level, log, handler) {
          // `use client` is for servers that draw React: here everything is in the browser.
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log)
        },
      },
    },
  })
  await writeFile(join(folder, MODULES), JSON.stringify([...modules].toSorted()))
}

/** The files that went into a built page, seen from the root. */
export async function modulesOf(folder: string): Promise<string[]> {
  return JSON.parse(await readFile(join(folder, MODULES), 'utf8')) as string[]
}

function noting(modules: Set<string>): Plugin {
  return {
    name: 'note modules',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue
        for (const id of file.moduleIds)
          if (id.startsWith(root)) modules.add(relative(root, id.replace(/\?.*$/, '')).replaceAll('\\', '/'))
      }
    },
  }
}
