import { resolve } from 'node:path'
import type { Action } from '../action.ts'
import { bytes, counted } from '../terminal/amounts.ts'
import { linkOr } from './code.ts'

/** Copies a good out. A cut-off run is gone on with: the node knows what is there already. */
export const copy: Action = async ({ args, cwd, io, options, open }) => {
  const [given = '', to] = args
  const version = options.text('version')
  const session = await open('read')
  // A large copy takes its time: other commands shall reach our node meanwhile.
  await session.share()
  const from = await linkOr({ io }, session, given)
  const result = await io.withProgress((onProgress) =>
    session.client.copy(
      {
        from,
        // The node may run elsewhere: it can't know what is meant by a path of ours.
        ...(to === undefined ? { into: cwd } : { to: resolve(cwd, to) }),
        ...(options.flag('force') && { force: true }),
        ...(options.flag('wait') && { wait: true }),
        ...(version !== undefined && { version }),
        ...(!options.allowed('licence-texts') && { licenceTexts: false }),
      },
      { onProgress, signal: io.signal },
    ),
  )
  await io.result(result, (clean) => [
    `${io.style.green('Copied')} "${clean(result.title)}": ${counted(result.files, 'file')}, ${bytes(result.bytes)} (${result.fetched === 0 ? 'all of it was here already' : `${bytes(result.fetched)} over the network`}).`,
    `  It is in: ${result.path}`,
    `  Licence:  ${clean(result.licence)}${result.licenceTexts.length > 0 ? ', its text is beside it in LICENSES' : ''}`,
  ])
}
