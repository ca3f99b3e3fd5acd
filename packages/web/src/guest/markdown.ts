import { markdownTree, type Piece } from '../markdown/tree.ts'
import { h } from './dom.ts'

/** What somebody wrote in Markdown, below a heading of the first level. */
export function markdown(text: string): HTMLElement {
  return h('div', { class: 'description' }, ...markdownTree(text, 2).map(draw))
}

function draw(piece: Piece): Node | string {
  if (typeof piece === 'string') return piece
  const inner = piece.inner.map(draw)
  switch (piece.tag) {
    case 'a':
      return h('a', { href: piece.address, target: '_blank', rel: 'noopener noreferrer nofollow' }, ...inner)
    case 'ol':
      return h('ol', { start: String(piece.start) }, ...inner)
    case 'scroll':
      return h('div', { class: 'scroll-x', tabindex: '0' }, ...inner)
    default:
      return h(piece.tag, {}, ...inner)
  }
}
