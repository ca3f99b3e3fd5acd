import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type Test } from 'tape'
import { scene, type Scene } from '../scene.ts'
import { asked, LOCAL, refused, told } from './program.ts'

type Cast = Scene & {
  home: (name: string) => string
  ada: string
  link: string
  good: string
  goodLink: string
}

/** A home with one commons and one good in it, made by the real program. */
async function begin(t: Test): Promise<Cast> {
  const place = scene(t)
  const ada = place.home('ada')
  const { link } = await told<{ link: string }>(t, ada, 'commons', 'create', 'Workshop')
  const path = place.files('bench', { 'plan.txt': 'two boards\n' })
  const args = ['share', path, '--licence', 'CC-BY-SA-4.0', ...LOCAL]
  const shared = await told<{ id: string; link: string }>(t, ada, ...args)
  return { ...place, ada, link, good: shared.id, goodLink: shared.link }
}

/** The one good is there, and nothing else came to it. */
async function nothingLost(t: Test, { ada, good }: Cast): Promise<void> {
  const { results } = await told<{ results: { id: string }[] }>(t, ada, 'find', ...LOCAL)
  t.same(
    results.map(({ id }) => id),
    [good],
    'the good is there and nothing was added',
  )
  t.ok((await told<{ ok: boolean }>(t, ada, 'check')).ok, 'check finds nothing wrong')
}

test('a wrong link is told as such: with a typing mistake, cut off, of another kind, not a link at all', async (t) => {
  const cast = await begin(t)
  const { ada: home, goodLink, link } = cast
  const at = 30
  const typo = goodLink.slice(0, at) + (goodLink[at] === 'y' ? 'b' : 'y') + goodLink.slice(at + 1)
  const target = join(cast.folder, 'target')
  const code = 'LINK_CHECKSUM'
  await refused(t, ['copy', typo, target, ...LOCAL], {
    home,
    code,
    words: ['typing mistake', 'copy the whole link again'],
    processes: true,
  })
  await refused(t, ['commons', 'join', link.slice(0, -3)], { home, code, words: ['a part is missing'] })
  await refused(t, ['show', goodLink.slice(0, 20), ...LOCAL], {
    home,
    code: 'LINK_TOO_SHORT',
    words: ['ends too early'],
  })
  await refused(t, ['commons', 'join', 'https://example.org/x'], {
    home,
    code: 'LINK_SCHEME',
    words: ['begins with "allmende:"'],
  })
  await refused(t, ['copy', link, target, ...LOCAL], {
    home,
    code: 'THING_KIND',
    words: ['a link to a commons'],
  })
  await nothingLost(t, cast)
})

test('a missing or non-free licence is refused with licences that would do, and nothing is shared', async (t) => {
  const cast = await begin(t)
  const home = cast.ada
  const path = cast.files('chair', { 'chair.scad': 'cube(1);\n' })
  await refused(t, ['share', path, ...LOCAL], {
    home,
    code: 'LICENCE_WANTED',
    words: ['needs a licence', 'CERN-OHL-S-2.0', 'CC-BY-SA-4.0', '--licence'],
    processes: true,
  })
  for (const licence of ['CC-BY-NC-4.0', 'all rights reserved']) {
    await refused(t, ['share', path, '--licence', licence, ...LOCAL], {
      home,
      code: 'LICENCE_REFUSED',
      words: [licence, 'can’t be used', 'perhaps one of these'],
    })
  }
  await nothingLost(t, cast)
})

test('a folder with a link out of it, with a name with "..", empty or not there is refused, naming what is wrong', async (t) => {
  const cast = await begin(t)
  const home = cast.ada
  const licensed = ['--licence', 'CC0-1.0', ...LOCAL]
  const leaky = cast.files('leaky', { 'a.txt': 'a' })
  symlinkSync('/etc/passwd', join(leaky, 'passwords'))
  await refused(t, ['share', leaky, ...licensed], {
    home,
    code: 'SHARE_PROBLEM',
    words: ['passwords', 'out of'],
    processes: true,
  })
  const named = cast.files('named', { 'a.txt': 'a' })
  writeFileSync(join(named, '..\\..\\up.txt'), 'up')
  await refused(t, ['share', named, ...licensed], {
    home,
    code: 'SHARE_PROBLEM',
    words: ['up.txt', '..'],
    processes: true,
  })
  const none = join(cast.folder, 'nothing here')
  await refused(t, ['share', none, ...licensed], { home, code: 'SHARE_NOT_FOUND', words: ['nothing here'] })
  await refused(t, ['share', cast.ada, ...licensed], {
    home,
    code: 'SHARE_OWN_HOME',
    words: ['keeps its own keys'],
  })
  await nothingLost(t, cast)
})

test('copying over a file that differs, or without anybody who has it, is refused', async (t) => {
  const cast = await begin(t)
  const target = cast.files('taken', { 'plan.txt': 'my own plan\n' })
  const words = ['plan.txt', '--force']
  await refused(t, ['copy', cast.good, target, ...LOCAL], { home: cast.ada, code: 'COPY_EXISTS', words })
  const alone = ['copy', cast.goodLink, join(cast.folder, 'out'), ...LOCAL]
  const { status, json } = await asked(cast.home('bo'), alone)
  const { error } = json as { error: { code: string; hint: string } }
  t.same([status, error.code], [1, 'NO_HOLDER'])
  t.ok(error.hint.includes('--wait'))
  await nothingLost(t, cast)
})
