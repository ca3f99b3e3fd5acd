import type { Io } from '../io.ts'
import type { Options } from '../options.ts'
import type { Session } from '../session.ts'
import { mayMeet, settle } from './settle.ts'

type Where = { readonly session: Session; readonly io: Io; readonly options: Options }

/**
 * Asks our own node; for what it doesn't know (status 404) it is given the time to meet others, and asked once more.
 */
export async function retryWhenMet<T>({ session, io, options }: Where, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if ((error as { status?: number }).status !== 404 || !mayMeet(session, options)) throw error
  }
  await settle(session, io, options, 'must')
  return ask()
}
