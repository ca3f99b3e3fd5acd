import { type Html, markup } from './html.ts'

export type Entry = {
  readonly id: string
  readonly title: string
  readonly at: number
  readonly author: string
  readonly summary: string | null
  /** Where its page lies beside the feed. */
  readonly page: string
}

/** A feed of what is new, for readers of feeds. Addresses are relative: nobody knows where the site will lie. */
export function atomFeed(id: string, title: string, entries: readonly Entry[]): string {
  const updated = new Date(Math.max(0, ...entries.map(({ at }) => at))).toISOString()
  const body: Html = markup`<feed xmlns="http://www.w3.org/2005/Atom">
    <id>urn:allmende:${id}</id>
    <title>${title}</title>
    <updated>${updated}</updated>
    <link rel="self" href="feed.xml" />
    <link rel="alternate" type="text/html" href="index.html" />
    ${entries.map(
      (entry) =>
        markup`<entry>
          <id>urn:allmende:${entry.id}</id>
          <title>${entry.title}</title>
          <updated>${new Date(entry.at).toISOString()}</updated>
          <author><name>${entry.author}</name></author>
          <link rel="alternate" type="text/html" href="${entry.page}" />
          ${entry.summary === null ? '' : markup`<summary>${entry.summary}</summary>`}
        </entry> `,
    )}</feed
  > `
  return `<?xml version="1.0" encoding="utf-8"?>\n${body.text}`
}
