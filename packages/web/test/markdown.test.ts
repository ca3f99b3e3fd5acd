import test from 'tape'
import { markdownTree, type Piece } from '../src/markdown/tree.ts'

/** As it would read, with its elements in angle brackets. */
function told(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece
      const more = piece.tag === 'a' ? ` ${piece.address}` : piece.tag === 'ol' ? ` ${piece.start}` : ''
      return `<${piece.tag}${more}>${told(piece.inner)}</${piece.tag}>`
    })
    .join('')
}

test('WB8 Markdown becomes elements of ours: headings below that of the page, lists, tables, links to the web', (t) => {
  const is = (text: string, expected: string) => t.equal(told(markdownTree(text, 2)), expected, text)
  is('# A\n\n### B', '<h2>A</h2><h3>B</h3>')
  is('3. one\n4. *two*', '<ol 3><li>one</li><li><em>two</em></li></ol>')
  is('- [x] done', '<ul><li>☑ done</li></ul>')
  is(
    '|a|b|\n|-|-|\n|1|`2`|',
    '<scroll><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><code>2</code></td></tr></tbody></table></scroll>',
  )
  is('[here](https://example.org)', '<p><a https://example.org/>here</a></p>')
  t.end()
})

test('WB8 what would be HTML, a script or an address of the page stays the words it is', (t) => {
  const is = (text: string, expected: string) => t.equal(told(markdownTree(text, 2)), expected, text)
  is('<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>')
  is('[here](javascript:alert(1))', '<p>here</p>')
  is('![me](/v1/stop)', '<p>me</p>')
  is('a < b & c', '<p>a < b & c</p>')
  const deep = `${'> '.repeat(500)}x`
  t.ok(told(markdownTree(deep, 2)).split('<blockquote>').length < 30, 'nesting is cut off')
  t.end()
})
