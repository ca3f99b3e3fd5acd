import type { Corner } from './triangles.ts'

/** Four columns of three: where the axes go, and the origin. */
export type Matrix = readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

export const UNMOVED: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]

export function scaled(by: number): Matrix {
  return [by, 0, 0, 0, by, 0, 0, 0, by, 0, 0, 0]
}

export function moved([x, y, z]: Corner, m: Matrix): Corner {
  return [
    m[0] * x + m[3] * y + m[6] * z + m[9],
    m[1] * x + m[4] * y + m[7] * z + m[10],
    m[2] * x + m[5] * y + m[8] * z + m[11],
  ]
}

/** First `inner`, then `outer`. */
export function after(outer: Matrix, inner: Matrix): Matrix {
  const turned = (at: 0 | 3 | 6): Corner => {
    const [x, y, z] = moved([inner[at], inner[at + 1] as number, inner[at + 2] as number], outer)
    return [x - outer[9], y - outer[10], z - outer[11]]
  }
  return [...turned(0), ...turned(3), ...turned(6), ...moved([inner[9], inner[10], inner[11]], outer)]
}

/** From a place, a turn as a quaternion, and a stretch. */
export function composed(
  place: Corner,
  [x, y, z, w]: readonly [number, number, number, number],
  by: Corner,
): Matrix {
  return [
    (1 - 2 * (y * y + z * z)) * by[0],
    2 * (x * y + z * w) * by[0],
    2 * (x * z - y * w) * by[0],
    2 * (x * y - z * w) * by[1],
    (1 - 2 * (x * x + z * z)) * by[1],
    2 * (y * z + x * w) * by[1],
    2 * (x * z + y * w) * by[2],
    2 * (y * z - x * w) * by[2],
    (1 - 2 * (x * x + y * y)) * by[2],
    ...place,
  ]
}
