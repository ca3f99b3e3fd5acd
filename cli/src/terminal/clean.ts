/** Makes one safe line of what a peer wrote. */
export type Clean = (text: string, max?: number) => string

/**
 * Loads vocabulary's `displayText`. Loaded only by commands that show words of others to a person: it takes longer
 * than a whole command whose answer goes to a program.
 */
export async function loadClean(): Promise<Clean> {
  const { displayText } = await import('@allmende/vocabulary')
  return displayText
}

/** Several lines, each made safe, with their indentation. */
export function cleanLines(clean: Clean, text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => {
      const indent = /^[ \t]*/.exec(line)?.[0] ?? ''
      return indent.replaceAll('\t', '    ') + clean(line.slice(indent.length), 100_000)
    })
    .join('\n')
}
