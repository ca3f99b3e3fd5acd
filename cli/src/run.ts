import { helpOf, helpOfAll, helpOfGroup } from './help.ts'
import { parse } from './parse.ts'
import { tellError } from './tell-error.ts'
import { styleFor } from './terminal/style.ts'
import { VERSION } from './version.ts'
import type { World } from './world.ts'

/** Runs the program. Resolves to its exit status: 0 it did what it said, 1 it failed, 2 wrong usage, 130 Ctrl-C. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const parsed = parse(argv)
  if (parsed.type === 'command') {
    // Loaded only now: the help and a mistyped command are answered by a third of the files.
    const { act } = await import('./act.ts')
    return act(parsed, world)
  }
  if (parsed.type === 'usage') {
    tellError(parsed.error, world, parsed.json)
    return 2
  }
  const style = styleFor(world.stdout.isTTY === true, world.env)
  if (parsed.type === 'version') world.stdout.write(`${VERSION}\n`)
  else if (parsed.of === null) world.stdout.write(helpOfAll(style))
  else if (typeof parsed.of === 'string') world.stdout.write(helpOfGroup(parsed.of, style))
  else world.stdout.write(helpOf(parsed.of, style))
  return 0
}
