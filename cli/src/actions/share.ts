import { resolve } from 'node:path'
import type { SharePreview, ShareRequest, ShareResult } from '@allmende/api/client'
import type { Action, Invocation } from '../action.ts'
import { fail } from '../errors.ts'
import type { Session } from '../session.ts'
import { bytes, counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import { askLicence } from './ask-licence.ts'
import { chooseCommons } from './choose-commons.ts'
import { liveLines } from './live.ts'
import { opens } from './opens.ts'
import { codeLines } from './invite.ts'
import { tellQr } from './qr.ts'
import { previewLines } from './preview.ts'
import { tellSafe } from './safe.ts'
import { untilStopped } from './until-stopped.ts'
import { tellWords } from './words.ts'

/** Shares a file or folder: preview, licence, consent, then the work, then the message for others. */
export const share: Action = async (invocation) => {
  const { io, options, open } = invocation
  const session = await open('full')
  const asked = requestOf(invocation)
  const preview = await session.client.previewShare(asked)
  const typed = asked.type !== undefined || preview.again !== undefined
  if (options.flag('dry-run')) {
    const lines = io.json ? [] : await previewLines(io, preview, typed)
    await io.result(preview, () => lines)
    return
  }
  if (!io.json) for (const line of await previewLines(io, preview, typed)) io.note(line)
  const request = await decided(invocation, session, asked, preview)
  const result = await io.withProgress((onProgress) =>
    session.client.share(request, { onProgress, signal: io.signal }),
  )
  const invite = options.flag('invite') ? await session.client.invite({ thing: result.id }) : null
  const { cautions } = preview
  await tellShared(invocation, {
    ...result,
    ...(invite && { invite }),
    // Who shares by a script sees no preview.
    ...(cautions.length > 0 && { cautions }),
  })
  await tellQr(invocation, result.link)
  if (invite && !io.json) for (const line of codeLines(invite, await io.clean(), io.style)) io.say(line)
  if (session.daemon) await tellSafe(io, session.client)
  const goesOn = io.json ? options.flag('serve') : options.allowed('serve')
  if (!session.daemon && goesOn) await serveOn(invocation, session)
}

function requestOf({ args, cwd, options }: Invocation): ShareRequest {
  const texts = ['commons', 'licence', 'title', 'description', 'type', 'version'] as const
  const given = texts.flatMap((name) => {
    const text = options.text(name)
    return text === undefined ? [] : [[name, text]]
  })
  return {
    path: resolve(cwd, args[0] ?? ''),
    ...(Object.fromEntries(given) as Partial<ShareRequest>),
    ...(options.list('tag').length > 0 && { tags: options.list('tag') }),
    ...partsOption(options),
    ...(options.flag('new') && { asNew: true }),
    ...(options.flag('over') && { over: true }),
    ...(options.flag('pictures-as-they-are') && { cleanPictures: false }),
    ...(options.flag('clean-pictures') && { cleanPictures: true }),
    ...(options.flag('licence-checked') && { licenceChecked: true }),
  }
}

function partsOption(options: Invocation['options']): { parts?: string } {
  if (!options.allowed('parts')) return { parts: '' }
  const table = options.text('parts')
  return table === undefined ? {} : { parts: table }
}

/** What only the person can say: the licence, where to, and that it is to be done. */
async function decided(
  { io, options }: Invocation,
  session: Session,
  request: ShareRequest,
  preview: SharePreview,
): Promise<ShareRequest> {
  const again = options.flag('new') ? undefined : preview.again
  const licence = request.licence ?? again?.licence ?? (await askLicence(io, preview.licences))
  // A new version stays where its good is.
  const commons = again ? request.commons : await chooseCommons(io, session, request.commons)
  if (io.interactive && !options.flag('yes')) {
    const clean = await io.clean()
    const all = await session.client.listCommons()
    const target = all.find(({ id, name, current }) =>
      commons === undefined ? current : id === commons || name === commons,
    )
    const where =
      again || !target ? '' : `, in ${target.public ? 'public' : 'private'} "${clean(target.name)}"`
    const question = `Share ${counted(preview.count, 'file')}, ${bytes(preview.bytes)}${where}, under ${licence}?`
    if (!(await io.prompt.yes(question, true))) throw fail('DECLINED', { message: 'nothing was shared' })
  }
  return { ...request, licence, ...(commons !== undefined && { commons }) }
}

/** Ends with a message that can be pasted into any chat. */
export async function tellShared({ io }: Pick<Invocation, 'io'>, result: ShareResult): Promise<void> {
  const opening = io.json ? '' : await opens(result.link)
  const where = (clean: Clean) =>
    `It is in the ${result.public ? 'public' : 'private'} commons "${clean(result.commonsName)}"`
  await io.result(result, (clean) => [
    '',
    ...(result.unchanged
      ? [
          `Nothing has changed since version ${clean(result.since ?? '', 60)}: no new one was made. What others have is this:`,
        ]
      : [io.style.green('Shared. Send this to whoever should have it:')]),
    '',
    `  ${clean(result.title)}: ${counted(result.files, 'file')}, ${bytes(result.bytes)}, ${result.licence}`,
    `  ${result.link}`,
    `  To copy it: npx allmende copy ${result.link}`,
    '',
    opening.replace(/^Opens [^:]*/, () => where(clean)) || `${where(clean)}.`,
  ])
  tellWords(io, result.words)
}

/** With no node running: others can only copy while this goes on. */
async function serveOn({ io }: Invocation, session: Session): Promise<void> {
  const { stop, stopped } = untilStopped(io.signal)
  await session.share(stop)
  io.note('')
  io.note('It is only on this computer so far. This goes on serving it until Ctrl-C …')
  const say = liveLines(await io.clean(), io.note)
  const ended = new AbortController()
  const events = session.client.events({ onEvent: say, signal: ended.signal })
  await stopped
  ended.abort()
  await events.catch(() => {})
  await tellSafe(io, session.client)
}
