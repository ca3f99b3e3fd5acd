import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'

/** The readers of interop: what it wrote is read without it, and without its own mercy. */
const require = createRequire(new URL('../../packages/interop/package.json', import.meta.url))
const { parse: readYaml } = require('yaml') as typeof import('yaml')
const { parse: readToml } = require('smol-toml') as typeof import('smol-toml')

type Schema = Record<string, unknown>

/**
 * What a schema of Open Know-How finds wrong about a manifest. Neither schema compiles as it is: a regular expression has a
 * group name twice. `current`: leave out of that of version 2 the one constant which its own template has left behind.
 */
export function problemsOf(schemaFile: string, manifestFile: string, current: boolean): string[] {
  const text = readFileSync(schemaFile, 'utf8')
    .replaceAll(/\(\?<[A-Za-z]+>/g, '(')
    .replaceAll('"type": "float"', '"type": "number"')
  const schema = JSON.parse(text) as Schema & { properties: Record<string, Schema> }
  const version = schema.properties['okhv']
  if (version && current) delete version['const']
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { uri: true, email: true, date: true, 'uri-reference': true },
  })
  const check = ajv.compile(schema)
  const said = readFileSync(manifestFile, 'utf8')
  const manifest: unknown = manifestFile.endsWith('.toml') ? readToml(said) : readYaml(said)
  check(JSON.parse(JSON.stringify(manifest)))
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
