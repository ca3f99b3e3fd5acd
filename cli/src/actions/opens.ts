/** What a link opens, in a sentence; an empty text for one that only a newer program reads. */
export async function opens(link: string): Promise<string> {
  const { decodeLink, describeLink } = await import('@allmende/vocabulary')
  try {
    return describeLink(decodeLink(link))
  } catch {
    return ''
  }
}
