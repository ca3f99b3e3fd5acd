import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ImportRequest, ImportResult } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { bytes, counted } from '../terminal/amounts.ts'
import { chooseCommons } from './choose-commons.ts'
import { importLines } from './import-lines.ts'
import { tellWords } from './words.ts'

/** Brings goods in: looks first, tells what would come, and asks where somebody can be asked. */
export const importAll: Action = async (invocation) => {
  const { io, options, open } = invocation
  const asked = requestOf(invocation)
  const session = await open('none')
  if (options.flag('dry-run')) {
    const seen = await run(invocation, session, { ...asked, dryRun: true })
    await io.result(seen, (clean) => importLines(seen, clean, io.style))
    return
  }
  const request = await decided(invocation, session, asked)
  const result = await run(invocation, session, request)
  await io.result(result, (clean) => importLines(result, clean, io.style))
  if (result.goods.some(({ link }) => link !== null))
    io.note('Whoever gets one of these links can read the whole commons that it is in.')
  if (!session.daemon) io.note('It is only on this computer so far: `allmende start` serves it to others.')
  tellWords(io, result.words)
}

function run({ io }: Invocation, { client }: Session, request: ImportRequest): Promise<ImportResult> {
  return io.withProgress((onProgress) => client.importGoods(request, { onProgress, signal: io.signal }))
}

/** Somebody who sits there sees first what would come in: what others have copied can't be recalled. */
async function decided(
  invocation: Invocation,
  session: Session,
  asked: ImportRequest,
): Promise<ImportRequest> {
  const { io, options } = invocation
  const commons = await chooseCommons(io, session, asked.commons)
  const request = commons === undefined ? asked : { ...asked, commons }
  if (!io.interactive || options.flag('yes')) return request
  const seen = await run(invocation, session, { ...request, dryRun: true })
  for (const line of importLines(seen, await io.clean(), io.errStyle)) io.note(line)
  const come = seen.goods.filter(({ outcome }) => outcome === 'new' || outcome === 'version').length
  // With nothing to come in there is nothing to ask: the work itself says why.
  const question = `Bring in ${counted(come, 'good')}, ${bytes(seen.bytes)}?`
  if (come > 0 && !(await io.prompt.yes(question, true)))
    throw fail('DECLINED', { message: 'nothing was brought in' })
  return request
}

function requestOf({ args, cwd, options }: Invocation): ImportRequest {
  const texts = ['commons', 'licence', 'title', 'type', 'version'] as const
  const given = texts.flatMap((name) => {
    const text = options.text(name)
    return text === undefined ? [] : [[name, text]]
  })
  const bom = options.text('bom')
  const map = mapOf(options.list('bom-map'))
  return {
    path: resolve(cwd, args[0] ?? ''),
    ...(Object.fromEntries(given) as Partial<ImportRequest>),
    ...(options.list('tag').length > 0 && { tags: options.list('tag') }),
    ...(bom !== undefined && { bom: placeOf(cwd, bom) }),
    ...(map && { bomMap: map }),
    ...(options.flag('new') && { asNew: true }),
  }
}

/** A file of this computer; else one within the folder or archive, which the node finds. */
function placeOf(cwd: string, path: string): string {
  const here = resolve(cwd, path)
  return existsSync(here) ? here : path
}

/** `name=Description,quantity=Qty`: a heading may have a comma in it, so the next field tells where it ends. */
function mapOf(said: readonly string[]): Record<string, string> | null {
  if (said.length === 0) return null
  const pairs = said
    .flatMap((one) => one.split(/,(?=\s*[a-z]+\s*=)/i))
    .map((pair) => /^\s*([a-z]+)\s*=\s*(.+?)\s*$/i.exec(pair))
  const fields = pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''] as const)
  if (fields.some(([field]) => field === ''))
    throw fail('OPTION_WANTED', {
      message: 'the columns can’t be read',
      expected: '--bom-map "name=Description,quantity=Qty"',
      found: said.join(' '),
    })
  return Object.fromEntries(fields)
}
