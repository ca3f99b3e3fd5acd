import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import test, { type Test } from 'tape'
import { Compile } from 'typebox/schema'
import { parse as parseYaml } from 'yaml'
import { type ImportedGood, readOkh, writeOkh1, writeOkh2 } from '../src/index.ts'
import { sharedData } from './shared-data.ts'

const manifestsIn = (folder: string) =>
  globSync([`${folder}/**/*`, `${folder}/**/.*`]).filter((file) => /\.(?:toml|ya?ml)$/.test(file))

const read = (file: string) => readOkh(readFileSync(file, 'utf8'), basename(file))

test('I14 every file of others is read or refused with its name, a line and a reason', (t) => {
  const folder = sharedData(t, 'okh')
  if (folder === null) return t.end()
  const counts = { read: 0, refused: 0, title: 0, description: 0, licence: 0, files: 0, errors: 0 }
  for (const file of manifestsIn(folder)) {
    const { good, findings } = read(file)
    counts[good ? 'read' : 'refused']++
    if (good?.fields.title !== undefined) counts.title++
    if (good?.fields.description !== undefined) counts.description++
    if (good?.fields.licence !== undefined) counts.licence++
    if ((good?.files.length ?? 0) > 0) counts.files++
    const failures = findings.filter(({ severity }) => severity === 'error')
    counts.errors += failures.length
    if (!good && failures.length === 0) t.fail(`${file} is refused without a word`)
    if (
      !failures.every((one) => one.file === basename(file) && (one.line ?? 0) > 0 && one.message.length > 10)
    )
      t.fail(`${file}: a failure lacks file, line or reason`)
  }
  t.comment(JSON.stringify(counts))
  t.ok(counts.read >= 47, 'the real ones and a template are read')
  t.equal(counts.title, counts.read, 'each has a title')
  t.end()
})

test('I14 of real manifests, title, description, licence and files arrive wherever they are there', (t) => {
  const folder = sharedData(t, 'okh')
  if (folder === null) return t.end()
  for (const file of manifestsIn(folder)) {
    const { good, findings } = read(file)
    if (!good) continue
    const text = readFileSync(file, 'utf8')
    const says = (key: RegExp) => key.test(text)
    const { fields } = good
    if (says(/^(?:description|function)[ \t]*[:=][ \t]*\S/m) && fields.description === undefined)
      t.fail(`${file}: description`)
    if (says(/^\s*(?:spdx-)?license[ \t]*[:=][ \t]*\S/m) && fields.licence === undefined)
      t.fail(`${file}: licence`)
    if (says(/^\s*(?:hardware|documentation|software): \S/m) && fields.licence === undefined)
      t.fail(`${file}: licence`)
    const broken = findings.some(({ code }) => code === 'OKH_SYNTAX')
    if (says(/^[a-z+\d-]+\s*[:=]\s*"?https?:/m) && !broken && good.files.length === 0)
      t.fail(`${file}: files`)
  }
  t.pass('all were compared with their text')
  t.end()
})

test('I10 real manifests lose nothing on the way through both versions', (t) => {
  const folders = ['okh', 'designs'].map((name) => sharedData(t, name))
  let ways = 0
  for (const file of folders.flatMap((folder) => (folder === null ? [] : manifestsIn(folder)))) {
    const { good } = read(file)
    if (!good) continue
    for (const back of [
      readOkh(writeOkh2(readOkh(writeOkh1(good), 'a').good!), 'a').good,
      readOkh(writeOkh1(readOkh(writeOkh2(good), 'a').good!), 'a').good,
    ]) {
      ways++
      t.deepEqual(
        { fields: back?.fields, parts: back?.parts },
        { fields: good.fields, parts: good.parts },
        basename(file),
      )
    }
  }
  t.comment(`${ways} ways`)
  t.end()
})

/** The schemas as they are don't compile: one expression names a group twice, and "float" is no type of JSON Schema. */
function mended(file: string) {
  const text = readFileSync(file, 'utf8')
  return Compile(
    JSON.parse(
      text
        .replaceAll('(?<', '(?:<')
        .replaceAll(/\(\?:<\w+>/g, '(?:')
        .replaceAll('"float"', '"number"'),
    ) as object,
  )
}

test('I15 what is written is valid by the schemas of the standard', (t) => {
  const schemas = sharedData(t, 'okh/schema')
  const designs = sharedData(t, 'designs')
  if (schemas === null || designs === null) return t.end()
  const one = mended(join(schemas, 'okh-v1.schema.json'))
  const two = mended(join(schemas, 'okh-losh.2022-02-15.schema.json'))
  for (const name of ['mgta/okh-MusicalGraspingTrainingAid.yml', 'qarve-modular-2026-06/okh.toml']) {
    const { good } = read(join(designs, name))
    valid(t, one, parseYaml(writeOkh1(good as ImportedGood)), `${name} as OKH 1`)
    valid(
      t,
      two,
      parseToml(writeOkh2(good as ImportedGood, { dialect: 'OKH-LOSHv1.0' })),
      `${name} as OKH-LOSHv1.0`,
    )
    const current = parseToml(writeOkh2(good as ImportedGood))
    valid(t, two, { ...current, okhv: 'OKH-LOSHv1.0', licensor: 'one' }, `${name} in the current template`)
  }
  t.end()
})

function valid(t: Test, schema: ReturnType<typeof Compile>, value: unknown, what: string): void {
  t.deepEqual(schema.Check(value) ? [] : schema.Errors(value), [], what)
}
