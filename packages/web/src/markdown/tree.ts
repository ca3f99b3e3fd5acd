import { lexer, type Token, type Tokens } from 'marked'
import { headingLevels } from './heading-levels.ts'
import { safeAddress } from './safe-address.ts'

/** Deeper nesting than a person writes is shown as plain text. */
const DEEPEST = 20

type Plain =
  | 'p'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'hr'
  | 'br'
  | 'blockquote'
  | 'strong'
  | 'em'
  | 'del'
  | 'pre'
  | 'code'
  | 'ul'
  | 'li'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td'

/** A piece of a text in Markdown: words as they were written, or an element of ours with pieces in it. */
export type Piece =
  | string
  | { readonly tag: Plain; readonly inner: readonly Piece[] }
  | { readonly tag: 'ol'; readonly start: number; readonly inner: readonly Piece[] }
  /** Leads to the web or to mail, and to nothing else. */
  | { readonly tag: 'a'; readonly address: string; readonly inner: readonly Piece[] }
  /** What may be wider than the page scrolls in itself. */
  | { readonly tag: 'scroll'; readonly inner: readonly Piece[] }

/**
 * What somebody wrote in Markdown, as elements of ours for whatever draws them. There is no HTML in between: a piece of HTML in
 * the text stays the text it is, a picture becomes a link. `top` is the level of its highest heading: below that of what it stands in.
 */
export function markdownTree(text: string, top: number): readonly Piece[] {
  return all(withLevels(lexer(text, { gfm: true }), top), 0)
}

function all(tokens: readonly Token[] | undefined, depth: number): readonly Piece[] {
  if (!tokens) return []
  if (depth > DEEPEST) return [tokens.map(({ raw }) => raw).join('')]
  return tokens.flatMap((token) => pieces(token, depth + 1))
}

function pieces(token: Token, depth: number): readonly Piece[] {
  const inner = (): readonly Piece[] => all((token as { tokens?: Token[] }).tokens, depth)
  switch (token.type) {
    case 'space':
    case 'def':
      return []
    case 'hr':
    case 'br':
      return [{ tag: token.type, inner: [] }]
    case 'heading':
      return [{ tag: heading(Number(token['depth'])), inner: inner() }]
    case 'paragraph':
      return [{ tag: 'p', inner: inner() }]
    case 'blockquote':
    case 'strong':
    case 'em':
    case 'del':
      return [{ tag: token.type, inner: inner() }]
    case 'code':
      return [{ tag: 'pre', inner: [{ tag: 'code', inner: [String(token['text'])] }] }]
    case 'codespan':
      return [{ tag: 'code', inner: [String(token['text'])] }]
    case 'list':
      return [list(token as Tokens.List, depth)]
    case 'table':
      return [table(token as Tokens.Table, depth)]
    case 'link':
    case 'image':
      return link(token as Tokens.Link | Tokens.Image, inner)
    case 'text':
      return (token as Tokens.Text).tokens ? inner() : [unescaped((token as Tokens.Text).text)]
    case 'escape':
      return [String(token['text'])]
    default:
      return [token.raw]
  }
}

function heading(level: number): Plain {
  return (['h2', 'h3', 'h4', 'h5', 'h6'] as const)[level - 2] ?? 'h6'
}

/** Gives each heading the level it has here. */
function withLevels(tokens: Token[], top: number): Token[] {
  const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading')
  const levels = headingLevels(
    headings.map(({ depth }) => depth),
    top,
  )
  for (const [index, one] of headings.entries()) one.depth = levels[index] ?? top
  return tokens
}

function list({ ordered, start, items }: Tokens.List, depth: number): Piece {
  const inner = items.map((item): Piece => {
    const tokens = item.tokens.filter(({ type }) => type !== 'checkbox')
    return {
      tag: 'li',
      inner: [...(item.task ? [item.checked ? '☑ ' : '☐ '] : []), ...all(tokens, depth)],
    }
  })
  return ordered ? { tag: 'ol', start: typeof start === 'number' ? start : 1, inner } : { tag: 'ul', inner }
}

function table({ header, rows }: Tokens.Table, depth: number): Piece {
  const row = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]): Piece => ({
    tag: 'tr',
    inner: cells.map(({ tokens }) => ({ tag, inner: all(tokens, depth) })),
  })
  const body: readonly Piece[] = rows.map((cells) => row('td', cells))
  return {
    tag: 'scroll',
    inner: [
      {
        tag: 'table',
        inner: [
          { tag: 'thead', inner: [row('th', header)] },
          { tag: 'tbody', inner: body },
        ],
      },
    ],
  }
}

function link(token: Tokens.Link | Tokens.Image, inner: () => readonly Piece[]): readonly Piece[] {
  const address = safeAddress(token.href)
  const said = token.type === 'image' ? [token.text || token.href] : inner()
  return address === null ? said : [{ tag: 'a', address, inner: said }]
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The lexer may give a text as it would stand in HTML; here it is to be as it was written. */
function unescaped(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => NAMED[name] ?? whole)
}
