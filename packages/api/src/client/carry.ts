import type { Carry } from '@allmende/node'
import type { Calls } from './calls.ts'

/** What goes in and out in other people's formats, and from one commons to another. Over the API. */
export function carryOver({ act }: Calls): Carry {
  return {
    importGoods: (request, context) => act('/v1/imports', request, context),
    exportGood: (request, context) => act('/v1/exports/good', request, context),
    exportCommons: (request, context) => act('/v1/exports/commons', request, context),
    bringOver: (request, context) => act('/v1/carries', request, context),
  }
}
