import type { PartLine } from '@allmende/vocabulary'
import { measure } from './measure.ts'
import { type Node, node, recordUrn, reference } from './terms.ts'

/** What a version is made from and with, as a recipe of one step: a flow for each line of its parts list. */
export function recipeOf(version: string, title: string, lines: readonly PartLine[]): Node[] {
  if (lines.length === 0) return []
  const step = `${version}#make`
  const items: Item[] = lines.map((line, at) => itemOf(line, `${version}#part-${at + 1}`))
  return [
    {
      '@id': `${version}#recipe`,
      '@type': 'vf:Recipe',
      'vf:name': title,
      'vf:primaryOutput': reference(version),
      'vf:recipeIncludes': [reference(step)],
    },
    {
      '@id': step,
      '@type': 'vf:RecipeProcess',
      'vf:name': `Make: ${title}`,
      'vf:hasRecipeInput': lines.map((line, at) => flow(line, items[at]!.id, `${version}#line-${at + 1}`)),
      'vf:hasRecipeOutput': [
        {
          '@id': `${version}#product`,
          '@type': 'vf:RecipeFlow',
          'vf:action': reference('vf:produce'),
          'vf:resourceConformsTo': reference(version),
          'vf:resourceQuantity': measure(1),
        },
      ],
    },
    ...items.map(({ specification }) => specification).filter((one) => one !== undefined),
  ]
}

type Item = { id: string; specification?: Node }

/** The kind of thing that a line asks for: the design it names, or one made up for the name of a plain part. */
function itemOf(line: PartLine, id: string): Item {
  if (line.good !== undefined) return { id: recordUrn(line.good) }
  return {
    id,
    specification: node({
      '@id': id,
      '@type': 'vf:ResourceSpecification',
      'vf:name': line.name,
      'allmende:maker': line.maker,
      'allmende:number': line.number,
      'allmende:material': line.material,
      'allmende:missing': line.missing,
    }),
  }
}

function flow(line: PartLine, item: string, id: string): Node {
  const { action = 'consume', quantity = 1, unit } = line
  return node({
    '@id': id,
    '@type': 'vf:RecipeFlow',
    'vf:action': reference(`vf:${action}`),
    'vf:resourceConformsTo': reference(item),
    // Work is counted by its effort alone (Valueflows 1.0.0, table of actions).
    ...(action === 'work'
      ? { 'vf:effortQuantity': measure(quantity, unit ?? 'hour') }
      : { 'vf:resourceQuantity': measure(quantity, unit) }),
    'vf:note': line.note,
    'allmende:name': line.name,
    'allmende:id': line.id,
    'allmende:section': line.section,
    'allmende:places': line.places,
    'allmende:source': line.source,
    'allmende:equipment': line.equipment && reference(recordUrn(line.equipment)),
    'allmende:cost': line.cost && `${line.cost.amount} ${line.cost.currency}`,
    'allmende:substitutes': line.substitutes?.map((one) =>
      node({
        'vf:name': one.name,
        'vf:note': one.note,
        'allmende:good': one.good && reference(recordUrn(one.good)),
      }),
    ),
  })
}
