import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programs } from '@allmende/testkit'
import { mismatch } from './match.ts'
import { NodeLog } from './node-log.ts'
import type { Step, Story } from './parse.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Generous: what hangs is found all the same, and a busy machine is no defect. */
const STEP_LIMIT_MS = 180_000
const EVENTUALLY_LIMIT_MS = 120_000
/** Grows tenfold: asking starts a program, which takes from what is waited for. */
const AGAIN_AFTER_MS = 100

/** What one step came to: null when it said what the story promises. */
export type StepOutcome = { readonly step: Step; readonly problem: string | null }

/** A program of an actor that goes on running, and all it has said. */
type Running = { readonly actor: string; readonly child: ChildProcess; readonly log: NodeLog; output: string }

/**
 * Runs a story's commands with real processes. Every actor has a folder of their own with a home in it; commands are
 * given to `sh`; what an earlier step kept under a name is a variable.
 */
export async function* runStory(story: Story, folder: string): AsyncGenerator<StepOutcome> {
  const kept = new Map<string, string>()
  const running: Running[] = []
  try {
    for (const step of story.steps) {
      const problem = await run(step, folder, kept, running)
      yield { step, problem: problem === null ? null : `${problem}${logsOf(running)}` }
      if (problem !== null) return
    }
  } finally {
    await Promise.all(running.map(({ child }) => end(child)))
  }
}

function run(
  step: Step,
  folder: string,
  kept: Map<string, string>,
  running: Running[],
): Promise<string | null> {
  if (step.background) return begin(step, folder, kept, running)
  if (!step.says) return repeat(step.eventually, () => once(step, folder, kept))
  const said = () => running.filter(({ actor }) => actor === step.actor).map(({ output }) => output)
  const lines = ['...', ...step.expected, '...']
  return repeat(true, async () => mismatch(lines, said().join('\n'), kept))
}

async function repeat(again: boolean, attempt: () => Promise<string | null>): Promise<string | null> {
  const deadline = Date.now() + (again ? EVENTUALLY_LIMIT_MS : 0)
  for (let wait = AGAIN_AFTER_MS; ; wait = Math.min(wait * 1.3, AGAIN_AFTER_MS * 10)) {
    const problem = await attempt()
    if (problem === null || Date.now() > deadline) return problem
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

async function once(step: Step, folder: string, kept: Map<string, string>): Promise<string | null> {
  const child = await start(step, folder, kept)
  let output = ''
  let errors = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const timer = setTimeout(() => signal(child, 'SIGKILL'), STEP_LIMIT_MS)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  if ((code === 0) === step.fails) return `exit status ${code ?? 'none (took too long)'}\n${output}${errors}`
  const said = step.fails ? output + errors : output
  const problem = mismatch(step.expected, said, kept)
  return problem === null ? null : `${problem}\nstandard error:\n${errors}`
}

/** Done when it has said what is expected; at once when nothing is. */
async function begin(
  step: Step,
  folder: string,
  kept: Map<string, string>,
  running: Running[],
): Promise<string | null> {
  const child = await start(step, folder, kept)
  const one: Running = { actor: step.actor, child, log: new NodeLog(), output: '' }
  running.push(one)
  return new Promise((resolve) => {
    const finish = (problem: string | null): void => {
      clearTimeout(timer)
      resolve(problem)
    }
    const said = () => mismatch([...step.expected, '...'], one.output, kept)
    const look = (chunk: Buffer | string): void => {
      one.output += chunk.toString()
      if (said() === null) finish(null)
    }
    const timer = setTimeout(() => finish(said()), STEP_LIMIT_MS)
    child.stdout?.on('data', look)
    child.stderr?.on('data', (chunk: Buffer) => look(one.log.take(chunk.toString())))
    child.once('close', (code) =>
      finish(`ended with status ${code} before it said what was expected:\n${one.output}`),
    )
    if (step.expected.every((line) => line.trim() === '')) finish(null)
  })
}

async function start(step: Step, folder: string, kept: Map<string, string>): Promise<ChildProcess> {
  const place = join(folder, step.actor)
  await mkdir(place, { recursive: true })
  return spawn('sh', ['-c', step.background ? `exec ${tellingAll(step.command)}` : step.command], {
    cwd: place,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // Beside the programs themselves, what stories need of the world: a phone.
      PATH: `${root}tests/stories/bin:${programs()}:${process.env['PATH'] ?? ''}`,
      HOME: place,
      ALLMENDE_HOME: join(place, 'home'),
      LANG: 'C.UTF-8',
      NO_COLOR: '1',
      // Not in the home, which is new: every actor's first command would compile everything.
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? `${root}node_modules/.cache/compiled`,
      TMPDIR: process.env['TMPDIR'] ?? '/tmp',
      ...Object.fromEntries(kept),
    },
  })
}

/** A node tells what it does, for whoever has to find out why a story failed. */
function tellingAll(command: string): string {
  return /^allmende start\b/.test(command) ? `${command} --verbose` : command
}

function logsOf(running: readonly Running[]): string {
  return running
    .filter(({ log }) => log.last.length > 0)
    .map(({ actor, log }) => `\n--- the last of what ${actor}'s node did ---\n${log.last.join('\n')}`)
    .join('')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('close', resolve))
  signal(child, 'SIGTERM')
  const timer = setTimeout(() => signal(child, 'SIGKILL'), 10_000)
  await gone
  clearTimeout(timer)
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid ?? 0), name)
  } catch {
    // Gone already.
  }
}
