import type { Action } from '../action.ts'
import { counted } from '../terminal/amounts.ts'
import { needed } from './deed.ts'
import { draftOf } from './draft-of.ts'
import { retryWhenMet } from './retry.ts'
import { handOver, settle } from './settle.ts'

export const draftMerge: Action = async (invocation) => {
  const { args, io, options, open } = invocation
  const target = await needed(invocation, 'into', 'which draft is to have it?')
  const session = await open('read')
  const [from, into] = [await draftOf(session, args[0] ?? ''), await draftOf(session, target)]
  await settle(session, io, options)
  const merged = await retryWhenMet({ session, io, options }, () => session.client.mergeDraft({ from, into }))
  await handOver(session, io, options)
  await io.result(merged, (clean) => {
    const { text, fields, lines, files, marks, clashes, conflicts } = merged
    const came = [
      ...(text.added + text.removed > 0
        ? [`${counted(text.added, 'line')} of text more, ${text.removed} less`]
        : []),
      ...(fields.length > 0
        ? [`the ${fields.length === 1 ? 'field' : 'fields'} ${clean(fields.join(', '), 300)}`]
        : []),
      ...(lines > 0 ? [`${counted(lines, 'line')} of the parts list`] : []),
      ...(files.length > 0 ? [`${counted(files.length, 'file')}`] : []),
      ...(marks > 0 ? [counted(marks, 'marked passage')] : []),
    ]
    const what = came.length === 0 ? 'nothing that it didn’t have' : came.join('; ')
    return [
      `"${clean(merged.title)}" got from "${clean(merged.from)}": ${what}.`,
      ...clashes.flatMap(({ ours, theirs }) => [
        `  both rewrote: here   ${clean(ours, 300) || '(taken out)'}`,
        `                there  ${clean(theirs, 300) || '(taken out)'}`,
      ]),
      ...conflicts.map(
        ({ name, ours, theirs }) =>
          `  ${clean(name, 200)}: here ${clean(ours, 200)}, there ${clean(theirs, 200)}`,
      ),
      ...(clashes.length > 0
        ? ['Here it stands as it was; settle it with `allmende draft news` and `draft settle`.']
        : []),
      ...(conflicts.length > 0
        ? ['What both set stays as it is here; set it anew to choose otherwise.']
        : []),
    ]
  })
}
