import { seeded } from '@allmende/testkit'
import test from 'tape'
import { bothTexts, clashes, placeOfClash } from '../src/index.ts'

const BASE = 'We meet on Monday. Bring bread.\n\nThe lamp is blue. It glows.\n'

test('R54 a sentence that both rewrote is a clash with both readings, and is found in the woven text', (t) => {
  const ours = BASE.replace('Monday', 'Tuesday').replace('It glows', 'It glows softly')
  const theirs = BASE.replace('Monday', 'Friday').replace('bread', 'cheese')
  const found = clashes(BASE, ours, theirs)
  t.deepEqual(
    found.map((one) => [one.base, one.ours, one.theirs]),
    [
      [
        'We meet on Monday. Bring bread.',
        'We meet on Tuesday. Bring bread.',
        'We meet on Friday. Bring cheese.',
      ],
    ],
  )
  const woven = 'We meet on TuesFriday. Bring cheese.\n\nThe lamp is blue. It glows softly.\n'
  t.deepEqual(placeOfClash(woven, found[0]!), [0, 'We meet on TuesFriday. Bring cheese.'.length])
  t.equal(placeOfClash('all new', { ...found[0]!, before: 'gone' }), null, 'what stood around it is gone')
  const later = clashes(BASE, BASE.replace('blue', 'red'), BASE.replace('blue', 'green'))
  const [from, to] = placeOfClash(BASE.replace('blue', 'regreen'), later[0]!) ?? [0, 0]
  t.equal(BASE.replace('blue', 'regreen').slice(from, to), 'The lamp is regreen. ')
  t.end()
})

test('R54 what each changed elsewhere, both changed alike, or both only added, is none', (t) => {
  t.deepEqual(clashes(BASE, BASE.replace('Monday', 'Friday'), BASE.replace('blue', 'red')), [])
  t.deepEqual(clashes(BASE, BASE.replace('Monday', 'Friday'), BASE.replace('Monday', 'Friday')), [])
  t.deepEqual(clashes(BASE, `${BASE}One more.\n`, `${BASE}Another.\n`), [])
  t.deepEqual(clashes(BASE, BASE, 'all new'), [])
  t.equal(
    clashes(BASE, BASE.replace('Bring bread.', ''), BASE.replace('bread', 'wine')).length,
    1,
    'taken out and rewritten',
  )
  t.end()
})

test('R54 any three texts: every reading is a part of its side, and a place lies within the text', (t) => {
  const random = seeded('clashes 1')
  const words = ['a ', 'b. ', 'c\n', 'd! ', '\n', 'e? ', 'long words. ']
  const write = (from: string[]) =>
    from.flatMap((word) =>
      random.chance(0.2) ? [] : random.chance(0.2) ? [word, random.pick(words)] : [word],
    )
  for (let round = 0; round < 500; round++) {
    const base = Array.from({ length: random.int(20) }, () => random.pick(words))
    const [ours, theirs] = [write(base).join(''), write(base).join('')]
    for (const clash of clashes(base.join(''), ours, theirs)) {
      t.ok(ours.includes(clash.ours) && theirs.includes(clash.theirs), `round ${round} of seed "clashes 1"`)
      const place = placeOfClash(ours, clash)
      if (place) t.ok(place[0] >= 0 && place[0] <= place[1] && place[1] <= ours.length)
    }
  }
  t.end()
})

test('R55 two texts from one come together: what each changed, of a clash ours, of additions both', (t) => {
  const long = `${BASE}\nIt stands.\n\nThat is all.\n`
  const ours = `${long.replace('Monday', 'Tuesday').replace('blue', 'red')}Mine.\n`
  const theirs = `${long.replace('Monday', 'Friday').replace('stands', 'hangs')}Theirs.\n`
  const both = bothTexts(long, ours, theirs)
  t.equal(
    both.text,
    'We meet on Tuesday. Bring bread.\n\nThe lamp is red. It glows.\n\nIt hangs.\n\nThat is all.\nMine.\nTheirs.\n',
  )
  t.deepEqual(
    both.clashes.map((clash) => [clash.ours, clash.theirs]),
    [['We meet on Tuesday. ', 'We meet on Friday. ']],
  )
  t.equal(bothTexts('', 'One', 'Two').text, 'One\nTwo', 'two texts that have nothing in common')
  t.equal(bothTexts(BASE, BASE, theirs).text, theirs)
  t.end()
})

test('R55 whatever the two have written, nothing of theirs is lost that is not told as a clash (200 seeds)', (t) => {
  for (let round = 0; round < 200; round++) {
    const random = seeded(round)
    const word = () => `w${random.int(40)}.`
    const base = Array.from({ length: 30 }, (_, at) => `s${at}.`)
    const change = (side: string) =>
      base.flatMap((sentence) => {
        const roll = random.next()
        return roll < 0.1 ? [] : roll < 0.2 ? [`${side}${word()}`] : [sentence]
      })
    const [a, b] = [change('a'), change('b')]
    const { text, clashes: found } = bothTexts(base.join('\n'), a.join('\n'), b.join('\n'))
    const told = found.map((clash) => clash.theirs).join('')
    const lost = b.filter((one) => one.startsWith('b') && !text.includes(one) && !told.includes(one))
    t.deepEqual(lost, [], `seed ${round}: nothing of theirs is lost untold`)
    if (lost.length > 0) break
  }
  t.end()
})
