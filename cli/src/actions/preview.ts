import type { SharePreview } from '@allmende/api/client'
import type { Io } from '../io.ts'
import { bytes, counted } from '../terminal/amounts.ts'

const FILES_SHOWN = 12
const LEFT_OUT_SHOWN = 6

/** What sharing would do, for a person to look at before anything is written. */
export async function previewLines(io: Io, preview: SharePreview, typed: boolean): Promise<string[]> {
  const clean = await io.clean()
  const { bold, dim, yellow } = io.errStyle
  const { files, count, leftOut, again } = preview
  const more = (left: number) => (left > 0 ? [dim(`  … and ${counted(left, 'more', 'more')}`)] : [])
  return [
    `${bold(clean(preview.title))}: ${counted(count, 'file')}, ${bytes(preview.bytes)}, ${typed ? preview.type : `taken for ${preview.type} (--type says otherwise)`}`,
    ...files.slice(0, FILES_SHOWN).map((file) => `  ${clean(file.path, 100)}  ${dim(bytes(file.bytes))}`),
    ...more(count - Math.min(files.length, FILES_SHOWN)),
    ...(leftOut.length > 0 ? [`Left out: ${counted(leftOut.length, 'entry', 'entries')}`] : []),
    ...leftOut
      .slice(0, LEFT_OUT_SHOWN)
      .map(({ path, reason }) => `  ${clean(path, 100)}  ${dim(clean(reason, 100))}`),
    ...more(leftOut.length - LEFT_OUT_SHOWN),
    ...(preview.parts
      ? [
          `Parts list: ${counted(preview.parts.lines, 'line')} from ${clean(preview.parts.from, 100)} (--no-parts leaves it out)`,
        ]
      : []),
    ...preview.warnings.map(({ message }) => yellow(`Mind: ${clean(message, 300)}`)),
    ...preview.cautions.flatMap(({ message, hint }) => [
      yellow(`Mind: ${clean(message, 300)}`),
      dim(`  ${clean(hint, 300)}`),
    ]),
    ...(again
      ? [
          `Shared before as "${clean(again.title)}": this makes a new version of it (--new makes a good of its own).`,
        ]
      : []),
    bold('Copies can’t be recalled: what others have copied stays with them.'),
  ]
}
