import { fail } from '../errors.ts'
import type { Io } from '../io.ts'
import type { Session } from '../session.ts'
import { opens } from './opens.ts'
import { tellWords } from './words.ts'

const FIRST_NAME = 'My commons'

/**
 * Which commons a write goes to: the one named, else the chosen one or the only one (the node knows; undefined), else
 * the person is asked. Without a terminal the node or we say what is missing.
 */
export async function chooseCommons(
  io: Io,
  { client }: Session,
  named?: string,
): Promise<string | undefined> {
  if (named !== undefined) return named
  const all = await client.listCommons()
  // What is shared with others seldom belongs into the commons that one only looks around in.
  const asks = io.interactive && all.length === 1 && all[0]?.starter === true
  if (!asks && (all.length === 1 || all.some(({ current }) => current))) return undefined
  if (all.length > 1) {
    const clean = await io.clean()
    const names = all.map(({ name }) => clean(name))
    if (!io.interactive)
      throw fail('COMMONS_WANTED', { expected: `--commons with one of: ${names.join(', ')}` })
    io.note('Which commons shall it go to?')
    names.forEach((name, index) =>
      io.note(`  ${index + 1}  ${name} (${all[index]?.public ? 'public' : 'private'})`),
    )
    const chosen = await io.prompt.choose('Number', names, 0)
    if (chosen === null) throw fail('DECLINED')
    return all[chosen]?.id
  }
  // Nothing there yet: without a terminal the node says so, with what to do.
  if (!io.interactive) return undefined
  const none = asks ? 'only the starter commons, to look around in' : 'no commons yet'
  io.note(`You have ${none}. A commons is what you share with others: a name, and a link that opens it.`)
  const name = await io.prompt.line(`Name of your first one [${FIRST_NAME}] `, FIRST_NAME)
  const isPublic = await io.prompt.yes('Public (whoever gets a link may read)?', true)
  const made = await client.createCommons({ name, public: isPublic })
  io.note(await opens(made.link))
  tellWords(io, made.words)
  return made.id
}
