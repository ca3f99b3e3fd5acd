import test from 'tape'
import { licencesByFolder } from '../src/licence-tree.ts'

test('a folder under one licence throughout is named once, and the licence of the whole never', (t) => {
  const licences = new Map([
    ['board.kicad', 'CERN'],
    ['docs/a.md', 'CC'],
    ['docs/pictures/b.png', 'CC'],
    ['firmware/main.c', 'MIT'],
    ['firmware/lib/x.c', 'GPL'],
    ['firmware/lib/y.c', 'GPL'],
    ['firmware/note.txt', 'CERN'],
  ])
  t.deepEqual(licencesByFolder(licences, 'CERN'), [
    { under: 'docs', licence: 'CC' },
    { under: 'firmware/main.c', licence: 'MIT' },
    { under: 'firmware/lib', licence: 'GPL' },
  ])
  t.deepEqual(licencesByFolder(new Map([['a', 'MIT']]), 'MIT'), [])
  t.end()
})
