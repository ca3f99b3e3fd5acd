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
  /** `says` in the fence: no command; what the actor's programs in the background have said by then, or say soon. */
  readonly says: boolean
}

/** A story: prose, and in fences ```sh ACTOR [eventually] [fails] [says]``` commands (`$ …`) with what they say. */
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
    if (fence) {
      words = words === null && fence[1] ? fence[1].split(/\s+/) : null
      if (words?.includes('says')) steps.push(stepOf(words, '', index + 1))
    } else if (words !== null) readLine(steps, words, text, index + 1)
  }
  return { title, questions, steps }
}

function readLine(steps: Step[], words: string[], text: string, line: number): void {
  if (text.startsWith('$ ')) steps.push(stepOf(words, text.slice(2), line))
  else (steps.at(-1)?.expected as string[] | undefined)?.push(text)
}

function stepOf([actor = '', ...flags]: string[], text: string, line: number): Step {
  const background = text.endsWith(' &')
  return {
    line,
    actor,
    command: background ? text.slice(0, -2) : text,
    expected: [],
    background,
    eventually: flags.includes('eventually'),
    fails: flags.includes('fails'),
    says: flags.includes('says'),
  }
}
