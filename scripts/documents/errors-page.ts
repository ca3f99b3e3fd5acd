type Row = { readonly message: string; readonly status?: number; readonly hint?: string }
type Table = Readonly<Record<string, Row>>

const PACKAGES = [
  'vocabulary',
  'transports',
  'logs',
  'files',
  'views',
  'drafts',
  'sync',
  'node',
  'api',
  'cli',
] as const

/** The error table of every package, in the order of the floors. */
export async function errorTables(): Promise<{ name: string; table: Table }[]> {
  return Promise.all(
    PACKAGES.map(async (name) => {
      const folder = name === 'cli' ? '../../cli' : `../../packages/${name}`
      const { ERRORS } = (await import(`${folder}/src/errors.ts`)) as { ERRORS: Table }
      return { name, table: ERRORS }
    }),
  )
}

/** One page with every error: what it says, and what one can do. */
export async function errorsPage(): Promise<string> {
  const sections = (await errorTables()).map(({ name, table }) => {
    const rows = Object.entries(table).map(
      ([code, { message, status, hint }]) =>
        `| \`${code}\` | ${status ?? ''} | ${cell(message)} | ${cell(hint ?? '')} |`,
    )
    return `## ${name}\n\n| code | HTTP | says | what to do |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# Errors

Every error has a code that stays, and says what was expected, what was found and what to do. With \`--json\` it is
\`{"error": {"code", "message", "expected", "found", "hint"}}\` on standard output; the local API answers with the HTTP
status. Words in braces are filled in. This page is made by \`npm run docs:errors\`.

${sections.join('\n')}`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
