const LINES_KEPT = 40

/** What a node writes of its doings has the time in front; all else is said to its user. */
const OF_DOINGS = /^\d\d:\d\d:\d\d\.\d{3} (?:debug|info|warning|error): /

/** Keeps the last lines of what a node says with `--verbose`, apart from what it says without. */
export class NodeLog {
  readonly last: string[] = []
  #begun = ''

  /** Takes what came on standard error, and gives back what a user who did not ask for more would read of it. */
  take(chunk: string): string {
    const lines = (this.#begun + chunk).split('\n')
    this.#begun = lines.pop() ?? ''
    let said = ''
    for (const line of lines) {
      if (OF_DOINGS.test(line)) this.#keep(line)
      if (!OF_DOINGS.test(line)) said += `${line}\n`
      else if (/ (?:warning|error): /.test(line)) said += `${line.slice(line.indexOf(' ') + 1)}\n`
    }
    return said
  }

  #keep(line: string): void {
    this.last.push(line)
    if (this.last.length > LINES_KEPT) this.last.shift()
  }
}
