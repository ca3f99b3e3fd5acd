declare module 'node-diff3' {
  /** A stretch of lines: taken from one of the three, or changed on both sides. */
  export type Region =
    | { stable: true; buffer: 'a' | 'o' | 'b'; bufferContent: string[] }
    | { stable: false; aContent: string[]; oContent: string[]; bContent: string[] }
  export function diff3MergeRegions(a: string[], o: string[], b: string[]): Region[]
  /** Where two lists differ: offset and length of the stretch in each. */
  export function diffIndices(
    a: string[],
    b: string[],
  ): { buffer1: [number, number]; buffer2: [number, number] }[]
}
