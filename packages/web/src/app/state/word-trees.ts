export type Tree = { readonly [name: string]: string | Tree }

/** Whether a catalogue has a sentence of that name, by a path with dots. Of its own: a field may be called `constructor`. */
export function isIn<Known extends string>(tree: Tree, name: string): name is Known {
  let at: string | Tree = tree
  for (const part of name.split('.')) {
    if (typeof at === 'string' || !Object.hasOwn(at, part)) return false
    at = at[part] ?? ''
  }
  return typeof at === 'string'
}

/** Values for a sentence when they aren't told: it must have no hole. */
export function notTold<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, string>> {
  return Object.fromEntries(names.map((name) => [name, '…'])) as Record<Name, string>
}
