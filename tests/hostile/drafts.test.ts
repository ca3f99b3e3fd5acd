import { existsSync } from 'node:fs'
import { join } from 'node:path'
import test from 'tape'
import { NEVER } from './draft-attacks.ts'
import { archives, tidy } from './draft-tidy.ts'
import { attackDrafts, WITHOUT_DRAFT } from './drafts.ts'

const SEED = 'drafts 1'

test(`D9 D43 D49 DG15 forgers of text, fields, files, offers, answers and comments who come to three nodes in different orders: all show the same, say whose changes were kept out and why, and so does whoever comes later (seed ${SEED})`, async (t) => {
  const { nodes, drafts, folder, outcomes, expected, findings } = await attackDrafts(t, SEED)
  const [first, ...others] = outcomes
  for (const other of others) t.deepEqual(other, first, 'equal texts, heads and refusals')
  t.notOk(
    JSON.stringify([first!.together.text, first!.invited.text, first!.invited.access]).includes(NEVER),
    'what nobody may have shown is not',
  )
  const codes = first!.refused.map((line) => line.split(' ').at(-1) ?? '')
  t.deepEqual(
    codes.toSorted(),
    expected.filter((code) => !WITHOUT_DRAFT.has(code)),
    'every bad change was refused for its own reason',
  )
  for (const said of findings) {
    const told = new Set(said.map((line) => line.split(':')[0]))
    t.deepEqual(
      [...new Set(expected)].filter((code) => !told.has(code)),
      [],
      'and every reason stands in the status',
    )
    t.ok(
      said.some((line) => /to the draft "Together" in the log of .* kept out/.test(line)),
      said.find((line) => line.includes('Together')) ?? 'nobody is named',
    )
  }
  // Whoever may edit puts the attached files right, by what they are told.
  const [ada, bo, ...rest] = nodes
  const { told: reasons, off } = await tidy(bo!, drafts.together, join(folder, 'tidied'))
  t.comment(`${reasons.join(', ')} for ${off.join(', ')}`)
  const same = await archives([bo!, ada!, ...rest], drafts.together, join(folder, 'archived'))
  for (const other of same) t.deepEqual(other, same[0], 'archived, all have the same')
  t.ok(Object.keys(same[0]!).length > 2, Object.keys(same[0]!).join(', '))
  t.notOk(existsSync(join(folder, 'escaped.txt')), 'nothing is written elsewhere')
})
