import { fail } from '../../errors.ts'
import type { Options } from '../../options.ts'

/** What the service is called: a second home, such as that of a mirror, is a service of its own. Throws SERVICE_NAME. */
export function nameOf(options: Options): string {
  const name = options.text('name') ?? 'allmende'
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name))
    throw fail('SERVICE_NAME', { expected: 'small letters, digits and dashes', found: name })
  return name
}
