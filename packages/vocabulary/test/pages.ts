import { readFileSync } from 'node:fs'
import type { KindDefinition } from '../src/index.ts'

type JsonSchema = {
  description?: string
  required?: string[]
  properties?: { [field: string]: JsonSchema }
  items?: JsonSchema
}

/** The rows of the table of fields on a kind's page, from its schema. */
export function fieldTable(kind: KindDefinition): string {
  const schema = JSON.parse(JSON.stringify(kind.schema)) as JsonSchema
  return ['| field | required | what |', '|---|---|---|', ...rows(schema, '')].join('\n')
}

function rows(schema: JsonSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([field, inner]) => [
    `| \`${prefix}${field}\` | ${schema.required?.includes(field) ? 'yes' : ''} | ${inner.description ?? ''} |`,
    ...rows(inner, `${prefix}${field}.`),
    ...(inner.items ? rows(inner.items, `${prefix}${field}[].`) : []),
  ])
}

export function page(kind: string): string {
  return readFileSync(new URL(`../records/${kind}.md`, import.meta.url), 'utf8')
}

/** The contents of the blocks of a page that are marked with a language. */
export function blocks(markdown: string, language: string): string[] {
  return Array.from(
    markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')),
    (match) => match[1]!,
  )
}
