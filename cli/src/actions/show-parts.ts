import type { PartInfo, ThingInfo } from '@allmende/api/client'
import { counted } from '../terminal/amounts.ts'
import type { Clean } from '../terminal/clean.ts'
import type { Style } from '../terminal/style.ts'

const SHOWN = 20

/** The parts list: its first lines, or all of them. */
export function partLines({ parts }: ThingInfo, all: boolean, clean: Clean, { bold, dim }: Style): string[] {
  if (parts === null) return []
  const shown = all ? parts.lines : parts.lines.slice(0, SHOWN)
  const left = parts.lines.length - shown.length
  return [
    '',
    bold(`Parts: ${counted(parts.lines.length, 'line')}`),
    ...shown.map((line) => `  ${partWords(line, clean)}`),
    ...(left > 0 ? [`  … and ${counted(left, 'more line')} (--parts has all)`] : []),
    ...(parts.missing > 0
      ? [dim(`  ${counted(parts.missing, 'piece')} of the list is not here, and nobody who has it was met.`)]
      : []),
  ]
}

function partWords(line: PartInfo, clean: Clean): string {
  const text = (name: string) => (typeof line[name] === 'string' ? clean(line[name], 100) : null)
  const quantity = typeof line['quantity'] === 'number' ? line['quantity'] : 1
  const unit = text('unit')
  const amount = unit === null || unit === 'one' ? `${quantity} ×` : `${quantity} ${unit}`
  const notes = [
    ...(line['missing'] === true ? ['nobody has designed or found it yet'] : []),
    ...(line['good'] !== undefined ? ['a good of its own'] : []),
    ...['material', 'number', 'note'].flatMap((name) => text(name) ?? []),
  ]
  return `${amount.padEnd(8)} ${clean(line.name, 120)}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`
}
