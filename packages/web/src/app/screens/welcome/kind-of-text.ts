/** What somebody pasted to join with: a link, or a code as it was said aloud. */
export function joinWith(text: string): { readonly link: string } | { readonly code: string } | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return /allmende:/i.test(trimmed) ? { link: trimmed } : { code: trimmed }
}
