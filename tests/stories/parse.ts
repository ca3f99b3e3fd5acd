/** One command of a story, and what it should say. */
export type Step = {
  readonly line: number
  readonly actor: string
  readonly command: string
  readonly expected: readonly string[]
  /** `&` at the end: goes on running; the step is done when the expected lines have been said. */
  readonly background: boolean
  /** `eventually` in the fence: the command is run again until it says what is expected. */
  readonly eventually: boolean
  /** `fails` in the fence: the exit status must not be 0. */
  readonly fails: boolean
}

/** A story: prose, and in fences ```sh ACTOR [eventually] [fails]``` commands (`$ …`) with what they say. */
export type Story = {
  readonly title: string
  readonly questions: readonly string[]
  readonly steps: readonly Step[]
}

export function parseStory(markdown: string): Story {
  const lines = markdown.split('\n')
  const title = lines.find((line) => line.startsWith('# '))?.slice(2) ?? ''
  const questions = [...new Set(markdown.match(/\bQ\d+\b/g) ?? [])]
  const steps: Step[] = []
  let words: string[] | null = null
  for (const [index, text] of lines.entries()) {
    const fence = /^```(?:sh (.+))?$/.exec(text)
    if (fence) words = words === null && fence[1] ? fence[1].split(/\s+/) : null
    else if (words !== null) readLine(steps, words, text, index + 1)
  }
  return { title, questions, steps }
}

function readLine(steps: Step[], [actor = '', ...flags]: string[], text: string, line: number): void {
  if (!text.startsWith('$ ')) {
    ;(steps.at(-1)?.expected as string[] | undefined)?.push(text)
    return
  }
  const background = text.endsWith(' &')
  const command = text.slice(2, background ? -2 : undefined)
  steps.push({
    line,
    actor,
    command,
    expected: [],
    background,
    eventually: flags.includes('eventually'),
    fails: flags.includes('fails'),
  })
}
