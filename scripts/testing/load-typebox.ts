/** Loaded before a test file, in all its threads (`--import`): TypeBox comes from where the runner has put it together. */
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const folder = process.env['ALLMENDE_TEST_TYPEBOX']

if (folder !== undefined)
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier !== 'typebox' && !specifier.startsWith('typebox/')) return next(specifier, context)
      return { url: pathToFileURL(`${folder}/${specifier}.mjs`).href, format: 'module', shortCircuit: true }
    },
  })
