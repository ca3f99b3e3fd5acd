import { withMarks } from '@allmende/rules'
import type { Marks } from './marks.ts'

/** How many marked passages are in what is published, and how many aren't: a plain text has no marks, nor has Markdown one for everything. */
export type MarksSaid = { readonly written: number; readonly left: number }

const MARKDOWN = /\.(?:md|markdown)$/i

/** The text as it goes into a file of this name, with its marks as Markdown where that is read as such. */
export function publishedText(
  name: string,
  text: string,
  marks: Marks,
): { text: string; marks: MarksSaid | null } {
  if (marks.length === 0) return { text, marks: null }
  if (!MARKDOWN.test(name)) return { text, marks: { written: 0, left: marks.length } }
  const said = withMarks(text, marks)
  return { text: said.text, marks: { written: said.written, left: marks.length - said.written } }
}
