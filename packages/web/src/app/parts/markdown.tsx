import { Fragment, useMemo, type ReactNode } from 'react'
import { markdownTree, type Piece } from '../../markdown/tree.ts'

/** What somebody wrote in Markdown. `top` is the level of its highest heading: below that of what it stands in. */
export function Markdown({ text, top = 2 }: { readonly text: string; readonly top?: number }) {
  const tree = useMemo(() => markdownTree(text, top), [text, top])
  return <div className="markdown">{drawAll(tree)}</div>
}

function drawAll(pieces: readonly Piece[]): ReactNode {
  return pieces.map((piece, index) => <Fragment key={index}>{draw(piece)}</Fragment>)
}

function draw(piece: Piece): ReactNode {
  if (typeof piece === 'string') return piece
  const inner = piece.inner.length > 0 ? drawAll(piece.inner) : undefined
  switch (piece.tag) {
    case 'a':
      return (
        <a href={piece.address} target="_blank" rel="noopener noreferrer nofollow">
          {inner}
        </a>
      )
    case 'ol':
      return <ol start={piece.start}>{inner}</ol>
    case 'scroll':
      return <div className="scroll-x">{inner}</div>
    default: {
      const Tag = piece.tag
      return <Tag>{inner}</Tag>
    }
  }
}
