import { isAllmendeError, parsePersonId, type PersonId } from '@allmende/vocabulary'
import { fail } from './errors.ts'

/** A person by id, or by the name that exactly one in a commons has. Throws PERSON_UNKNOWN, ID_KEY, THING_AMBIGUOUS. */
export function personNamed(text: string, names: ReadonlyMap<string, string>): PersonId {
  const wanted = text.trim()
  try {
    return parsePersonId(wanted)
  } catch (error) {
    if (!isAllmendeError(error)) throw error
    const called = [...names].filter(([, name]) => name.toLowerCase() === wanted.toLowerCase())
    if (called.length === 1) return called[0]![0] as PersonId
    if (called.length === 0)
      throw /^[a-z0-9]{40,}$/.test(wanted) ? error : fail('PERSON_UNKNOWN', { found: wanted })
    throw fail('THING_AMBIGUOUS', { found: wanted, which: called.map(([person]) => person).join(', ') })
  }
}
