/** The options of an invocation, by the name of their flag without dashes. */
export type Options = {
  readonly flag: (name: string) => boolean
  /** False only for a `--no-…` that was given. */
  readonly allowed: (name: string) => boolean
  readonly text: (name: string) => string | undefined
  readonly list: (name: string) => readonly string[]
  readonly number: (name: string) => number | undefined
}

export function optionsFrom(values: Readonly<Record<string, unknown>>): Options {
  return {
    flag: (name) => values[name] === true,
    allowed: (name) => values[name] !== false,
    text: (name) => {
      const found = values[name]
      return typeof found === 'string' ? found : undefined
    },
    list: (name) => {
      const found = values[name]
      return Array.isArray(found) ? (found as string[]) : []
    },
    number: (name) => {
      const found = values[name]
      return typeof found === 'number' ? found : undefined
    },
  }
}
