import { lexer, type Token, type Tokens } from 'marked'
import { Fragment, useMemo, type ReactNode } from 'react'
import { headingLevels } from './heading-levels.ts'
import { safeAddress } from './safe-address.ts'

/** Deeper nesting than a person writes is shown as plain text. */
const DEEPEST = 20

/**
 * What somebody wrote in Markdown, drawn as elements of ours. There is no HTML in between: a piece of HTML in the text is
 * shown as the text it is, a picture as a link, and a link leads only to the web or to mail. `top` is the level of its highest
 * heading: below that of what it stands in.
 */
export function Markdown({ text, top = 2 }: { readonly text: string; readonly top?: number }) {
  const tokens = useMemo(() => withLevels(lexer(text, { gfm: true }), top), [text, top])
  return <div className="markdown">{drawAll(tokens, 0)}</div>
}

function drawAll(tokens: readonly Token[] | undefined, depth: number): ReactNode {
  if (depth > DEEPEST) return tokens?.map(({ raw }) => raw).join('')
  return tokens?.map((token, index) => <Fragment key={index}>{draw(token, depth + 1)}</Fragment>)
}

function draw(token: Token, depth: number): ReactNode {
  const inner = (): ReactNode => drawAll((token as { tokens?: Token[] }).tokens, depth)
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'hr':
      return <hr />
    case 'br':
      return <br />
    case 'heading':
      return drawHeading(Number(token['depth']), inner())
    case 'paragraph':
      return <p>{inner()}</p>
    case 'blockquote':
      return <blockquote>{inner()}</blockquote>
    case 'strong':
      return <strong>{inner()}</strong>
    case 'em':
      return <em>{inner()}</em>
    case 'del':
      return <del>{inner()}</del>
    case 'code':
      return (
        <pre>
          <code>{String(token['text'])}</code>
        </pre>
      )
    case 'codespan':
      return <code>{String(token['text'])}</code>
    case 'list':
      return drawList(token as Tokens.List, depth)
    case 'table':
      return drawTable(token as Tokens.Table, depth)
    case 'link':
    case 'image':
      return drawLink(token as Tokens.Link | Tokens.Image, inner)
    case 'text':
      return (token as Tokens.Text).tokens ? inner() : unescaped((token as Tokens.Text).text)
    case 'escape':
      return String(token['text'])
    default:
      return token.raw
  }
}

function drawHeading(level: number, inner: ReactNode): ReactNode {
  const Tag = (['h2', 'h3', 'h4', 'h5', 'h6'] as const)[level - 2] ?? 'h6'
  return <Tag>{inner}</Tag>
}

/** Gives each heading the level it has here. */
function withLevels(tokens: Token[], top: number): Token[] {
  const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading')
  const levels = headingLevels(
    headings.map(({ depth }) => depth),
    top,
  )
  for (const [index, heading] of headings.entries()) heading.depth = levels[index] ?? top
  return tokens
}

function drawList({ ordered, start, items }: Tokens.List, depth: number): ReactNode {
  const lines = items.map((item, index) => (
    <li key={index}>
      {item.task && (item.checked ? '☑ ' : '☐ ')}
      {drawAll(
        item.tokens.filter(({ type }) => type !== 'checkbox'),
        depth,
      )}
    </li>
  ))
  return ordered ? <ol start={typeof start === 'number' ? start : 1}>{lines}</ol> : <ul>{lines}</ul>
}

function drawTable({ header, rows }: Tokens.Table, depth: number): ReactNode {
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index}>{drawAll(cell.tokens, depth)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at}>{drawAll(cell.tokens, depth)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function drawLink(token: Tokens.Link | Tokens.Image, inner: () => ReactNode): ReactNode {
  const address = safeAddress(token.href)
  const said = token.type === 'image' ? token.text || token.href : inner()
  if (address === null) return said
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {said}
    </a>
  )
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** The lexer may give a text as it would stand in HTML; here it is to be as it was written. */
function unescaped(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => NAMED[name] ?? whole)
}
