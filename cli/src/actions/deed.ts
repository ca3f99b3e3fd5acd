import type { Invocation } from '../action.ts'
import { fail } from '../errors.ts'

/** The texts among some options, by the name of the field they become. */
export function texts<Field extends string>(
  { options }: Pick<Invocation, 'options'>,
  fields: Readonly<Record<Field, string>>,
): { [F in Field]?: string } {
  const found = Object.entries<string>(fields).flatMap(([field, flag]) => {
    const text = options.text(flag)
    return text === undefined ? [] : [[field, text]]
  })
  return Object.fromEntries(found) as { [F in Field]?: string }
}

/** The numbers among some options, by the name of the field they become. */
export function numbers<Field extends string>(
  { options }: Pick<Invocation, 'options'>,
  fields: Readonly<Record<Field, string>>,
): { [F in Field]?: number } {
  const found = Object.entries<string>(fields).flatMap(([field, flag]) => {
    const number = options.number(flag)
    return number === undefined ? [] : [[field, number]]
  })
  return Object.fromEntries(found) as { [F in Field]?: number }
}

/** An option that can't be done without: asked for on a terminal, else said to be missing. */
export async function needed(
  { io, options }: Pick<Invocation, 'io' | 'options'>,
  flag: string,
  question: string,
): Promise<string> {
  const given = options.text(flag)
  if (given !== undefined) return given
  const answer = io.interactive ? (await io.prompt.line(`${question} `)).trim() : ''
  if (answer === '') throw fail('OPTION_WANTED', { expected: `--${flag}: ${question}`, found: 'nothing' })
  return answer
}
