import { fail } from '../errors.ts'
import type { GuestRight } from './contract.ts'
import type { Door } from './doors.ts'

const DOING: Readonly<Record<GuestRight, string>> = {
  view: 'reading',
  suggest: 'suggesting',
  edit: 'writing',
}

/** Throws GUEST_RIGHT. One right is no more or less of another: who may write has no use for suggesting. */
export function mustHave({ right }: Pick<Door, 'right'>, wanted: GuestRight): void {
  if (right !== wanted) throw fail('GUEST_RIGHT', { expected: DOING[right], found: DOING[wanted] })
}
