import type { CircleInfo, ClosureInfo, ExplosionInfo } from '@allmende/api/client'
import type { Invocation } from '../action.ts'
import { counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'
import { texts } from './deed.ts'
import { retryWhenMet } from './retry.ts'

/** What a design comes down to, or what it needs all the way down. */
export async function showDepths(invocation: Invocation): Promise<void> {
  const { args, io, options, open } = invocation
  const session = await open('read')
  const request = { good: args[0] ?? '', ...texts(invocation, { version: 'version' }) }
  if (options.flag('explode')) {
    const found = await retryWhenMet({ session, io, options }, () =>
      session.client.explode(request, { signal: io.signal }),
    )
    return io.result(found, (clean) => explosionLines(found, clean, io.style))
  }
  const found = await retryWhenMet({ session, io, options }, () =>
    session.client.closure(request, { signal: io.signal }),
  )
  return io.result(found, (clean) => closureLines(found, clean, io.style))
}

function explosionLines(found: ExplosionInfo, clean: Clean, { bold, yellow }: Style): string[] {
  const amount = (quantity: number, unit: string | null) =>
    (unit === null || unit === 'one' ? `${quantity} ×` : `${quantity} ${clean(unit, 40)}`).padEnd(8)
  return [
    bold(`One "${clean(found.title)}" comes down to ${counted(found.parts.length, 'part')}`),
    ...found.parts.map((part) => {
      const notes = [
        ...(part.unknown ? ['its design is not here: it may have parts'] : []),
        ...(part.missing ? ['nobody has designed or found it yet'] : []),
      ]
      return `  ${amount(part.quantity, part.unit)} ${clean(part.name, 120)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
    }),
    ...section(
      'Used, and kept',
      found.uses.map(({ name }) => clean(name, 120)),
      bold,
    ),
    ...section(
      'Sub-assemblies',
      found.assemblies.map(({ title, quantity }) => `${amount(quantity, null)} ${clean(title, 120)}`),
      bold,
    ),
    ...circleLines(found.circles, clean, yellow),
    ...(found.unknown.length > 0
      ? ['', `Not here, so what they come down to isn’t counted: ${found.unknown.join(', ')}`]
      : []),
    ...(found.cut ? [yellow('There is more than was followed.')] : []),
  ]
}

const STATES = {
  'free-design': 'a free design is here',
  'not-free': 'a design is here, which isn’t free',
  'not-here': 'its design is not here',
  'no-design': 'no design of it is named',
  'nobody-yet': 'nobody has designed or found it yet',
} as const

function closureLines(found: ClosureInfo, clean: Clean, { bold, green, yellow }: Style): string[] {
  const free = found.needs.filter(({ state }) => state === 'free-design').length
  const title = clean(found.title)
  return [
    bold(`"${title}" needs ${counted(found.needs.length, 'thing')}, all the way down`),
    ...found.needs.map(({ name, kind, state, listed, level }) => {
      const words = `${STATES[state]}${state === 'free-design' && !listed ? ', which says nothing of what it needs' : ''}`
      const line = `${'  '.repeat(level)}${clean(name, 120)} (${kind}): ${words}`
      return state === 'free-design' ? line : yellow(line)
    }),
    ...circleLines(found.circles, clean, yellow),
    '',
    found.closed
      ? green('Everything has a free design here: the set is closed.')
      : `${free} of ${found.needs.length} have a free design here; the others are missing to a closed set.`,
    ...(found.cut ? [yellow('There is more than was followed.')] : []),
  ]
}

function section(title: string, lines: readonly string[], bold: Style['bold']): string[] {
  return lines.length === 0 ? [] : ['', bold(title), ...lines.map((line) => `  ${line}`)]
}

function circleLines(circles: readonly CircleInfo[], clean: Clean, yellow: Style['yellow']): string[] {
  return circles.map((circle) => {
    const names = [...circle, ...circle.slice(0, 1)].map(({ title, version }) => clean(title ?? version, 80))
    return yellow(`They are parts of each other: ${names.join(' → ')}`)
  })
}
