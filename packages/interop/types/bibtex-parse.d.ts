declare module 'bibtex-parse' {
  type Value = { value: string | number; datatype: 'braced' | 'quoted' | 'number' | 'identifier' }
  type Field = { name: string } & (Value | { value: Value[]; datatype: 'concatinate' })
  type Item =
    | { itemtype: 'entry'; type: string; key: string; fields: Field[] }
    | ({ itemtype: 'string'; name: string } & Value)
    | { itemtype: 'comment' | 'preamble' }
  /** Throws where the grammar ends. Concatenations and names of strings are left to the caller. */
  export function parse(text: string): Item[]
}
