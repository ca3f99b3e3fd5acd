import { type Html, markup } from './html.ts'

export type PageParts = {
  readonly title: string
  readonly language?: string | null
  /** Address of the style sheet; without it `style` stands in the page itself. */
  readonly sheet?: string
  readonly style?: Html
  readonly feed?: string
  readonly body: Html
}

/** Nothing on the page may run or be fetched from elsewhere, whatever slipped into it. `file:`: from a folder some browsers don't count it as `self`. */
const POLICY =
  "default-src 'none'; img-src 'self' file: data:; style-src 'self' file: 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A whole document. */
export function page({ title, language, sheet, style, feed, body }: PageParts): string {
  const document = markup`<!doctype html>
    <html lang="${language ?? 'en'}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${
          sheet === undefined
            ? markup`<style>
                ${style}
              </style>`
            : markup`<link rel="stylesheet" href="${sheet}" />`
        }
        ${feed === undefined ? '' : markup`<link rel="alternate" type="application/atom+xml" href="${feed}" title="${title}" />`}
      </head>
      <body>
        ${body}
      </body>
    </html> `
  return document.text
}
