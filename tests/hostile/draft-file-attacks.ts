import { encodeZ32 } from '@allmende/vocabulary'
import { type Attack, forgeOps, sessions } from './draft-attacks.ts'
import type { Forger } from './draft-forger.ts'

/** What is put among the files of a draft that all may edit, and is no file: it stands there for everybody, and harms nothing. */
export const NO_FILES: readonly string[] = [
  '../../escaped.txt',
  '/etc/absolute.txt',
  'con.txt',
  'number.txt',
  'words.txt',
  'far.txt',
  'lie.txt',
  'plan.txt/below.txt',
]

/** Where the content of the first attached file lies that the forger has heard of: by everybody's edits so far. */
function referenceIn(forger: Forger, draft: string): string {
  const { files } = forger.session(draft).engine.parts()
  const found = Object.values(files).find((value) => typeof value === 'string' && value.startsWith('1 '))
  if (typeof found !== 'string') throw new Error('nothing is attached')
  return found
}

/**
 * Among the attached files: takes others' off and puts its own there, as whoever may edit can; what is no file, lies about what it is,
 * or has a name that leads elsewhere; and what may not be done at all.
 */
export const filer: Attack = {
  name: 'filer',
  refused: [
    'CHANGE_PART',
    'CHANGE_PART',
    'CHANGE_UNSUPPORTED',
    'CHANGE_UNSUPPORTED',
    'CHANGE_UNSUPPORTED',
    'CHANGE_UNSUPPORTED',
    'EDIT_RIGHT',
  ],
  async write(forger, { together, invited, invitedHeads }) {
    const [good, blind, nothing, nested, named, long] = sessions(forger, together, 6)
    const reference = referenceIn(forger, together)
    const put = (key: string, value: string | number | null) => ({ map: 'files', key, value }) as const
    // The same place in a log that nobody has, and another hash than that of what lies there.
    const far = reference.replace(/^1 \w+/, (start) => start.slice(0, -8) + 'yyyyyyyy')
    const lie = reference.replace(/\w+$/, () => encodeZ32(new Uint8Array(32).fill(7)))
    const values = [reference, reference, reference, 7, 'no file at all', far, lie, reference]
    const offered = forger.session(together, [together], { offers: true })
    const barred = forger.session(invited, invitedHeads)
    await forger.write(
      good!.entry(
        good!.set(
          ...NO_FILES.map((path, index) => put(path, values[index]!)),
          put('frame.svg', null),
          put('plan.txt', reference),
        ),
      ),
      // In the place of what it never saw, and away with what stands there for nobody.
      blind!.entry(forgeOps(blind!.set(put('plan.txt', 'mine')), ([op]) => void (op!.pred = []))),
      nothing!.entry(
        forgeOps(nothing!.set(put('frame.svg', null)), ([op]) => void (op!.pred = [`2@${'ab'.repeat(16)}`])),
      ),
      nested!.entry(
        forgeOps(nested!.set(put('plan.txt', 'x')), ([op]) => {
          op!['action'] = 'makeMap'
          delete op!['value']
        }),
      ),
      named!.entry(
        forgeOps(named!.set(put('plan.txt', 'x')), ([op]) => {
          op!['key'] = '__proto__'
          op!.pred = []
        }),
      ),
      long!.entry(
        forgeOps(long!.set(put('plan.txt', 'x')), ([op]) => {
          op!['key'] = `${'long/'.repeat(205)}.txt`
          op!.pred = []
        }),
      ),
      offered.entry(offered.set(put('offered.txt', reference))),
      barred.entry(barred.set(put('plan.txt', reference))),
    )
  },
}
