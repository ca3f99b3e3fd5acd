/** What the pictures show: made up for them, drawn by ourselves. */
export type MadeUp = {
  readonly title: string
  readonly type: 'design' | 'text'
  readonly licence: string
  readonly tags: readonly string[]
  readonly description: string
  /** An SVG of 480 × 320. */
  readonly drawing: string
  readonly bom?: string
  readonly boxes?: readonly Box[]
}

/** Two opposite corners, in millimetres. */
type Box = readonly [number, number, number, number, number, number]

const scene = (ground: string, shapes: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" viewBox="0 0 480 320"><rect width="480" height="320" fill="${ground}"/>${shapes}</svg>`

export const GOODS: readonly MadeUp[] = [
  {
    title: 'Shelf bracket that needs no screws',
    type: 'design',
    licence: 'CERN-OHL-S-2.0',
    tags: ['wood', 'printed'],
    description:
      'Two of them hold a board of 18 mm on any wall rail.\n\n### How to make it\n\n- print it flat, without supports\n- hang it in, push the board to the stop\n\nTested with 12 kg for half a year.',
    drawing: scene(
      '#e9e3d4',
      '<path d="M120 70h36v160h180v36H120z" fill="#7c6a4d"/><path d="M156 230 300 90" stroke="#5d4e37" stroke-width="14"/><rect x="96" y="54" width="290" height="18" fill="#b99766"/>',
    ),
    bom: 'Part,Quantity,Unit\nBracket,2,one\nBoard 18 mm,1,one\nWall rail,1,m\n',
    boxes: [
      [0, 0, 0, 18, 24, 120],
      [0, 0, 0, 130, 24, 14],
      [18, 9, 14, 60, 15, 60],
      [60, 9, 14, 96, 15, 32],
      [0, 0, 120, 40, 24, 130],
    ],
  },
  {
    title: 'Raised bed from pallets',
    type: 'design',
    licence: 'CERN-OHL-S-2.0',
    tags: ['wood', 'garden'],
    description: 'Four pallets, two hours, no saw.',
    drawing: scene(
      '#dfe8d8',
      '<rect x="80" y="150" width="320" height="110" fill="#a07b4f"/><path d="M80 187h320M80 223h320" stroke="#7a5b37" stroke-width="6"/><g fill="#4e8a4a"><circle cx="130" cy="135" r="28"/><circle cx="200" cy="120" r="34"/><circle cx="275" cy="132" r="30"/><circle cx="345" cy="124" r="32"/></g>',
    ),
  },
  {
    title: 'Lamp that comes apart',
    type: 'design',
    licence: 'CERN-OHL-P-2.0',
    tags: ['light', 'repair'],
    description: 'Every part of it can be had singly, and replaced with one tool.',
    drawing: scene(
      '#e6e2ea',
      '<path d="M180 90h120l40 100H140z" fill="#d9b44a"/><rect x="232" y="190" width="16" height="70" fill="#5b5560"/><rect x="180" y="258" width="120" height="14" rx="7" fill="#5b5560"/>',
    ),
  },
  {
    title: 'Rain barrel with a tap',
    type: 'design',
    licence: 'CERN-OHL-S-2.0',
    tags: ['water', 'garden'],
    description: 'From a food barrel, with a strainer on top and an overflow.',
    drawing: scene(
      '#d8e5ea',
      '<rect x="170" y="80" width="140" height="180" rx="22" fill="#3f7086"/><path d="M170 130h140M170 210h140" stroke="#2d5363" stroke-width="6"/><rect x="300" y="222" width="44" height="12" fill="#b0893a"/>',
    ),
  },
  {
    title: 'How to sharpen a plane',
    type: 'text',
    licence: 'CC-BY-SA-4.0',
    tags: ['tools'],
    description: 'With two stones and a piece of glass.',
    drawing: scene(
      '#ece6dc',
      '<rect x="110" y="150" width="260" height="60" rx="10" fill="#8d6e4a"/><path d="M200 150 250 70 280 88 240 150z" fill="#a9b0b3"/><circle cx="335" cy="140" r="22" fill="#6f5437"/>',
    ),
  },
  {
    title: 'Trailer for shopping by bicycle',
    type: 'design',
    licence: 'CERN-OHL-W-2.0',
    tags: ['bicycle', 'metal'],
    description: 'Carries 40 kg, folds flat, and is joined to the axle.',
    drawing: scene(
      '#e3e7e4',
      '<path d="M110 120h220l-20 90H130z" fill="#b5583c"/><path d="M330 200h80" stroke="#444" stroke-width="10"/><circle cx="200" cy="225" r="38" fill="none" stroke="#333" stroke-width="10"/>',
    ),
  },
]

/** A binary STL of boxes. */
export function stlOf(boxes: readonly Box[]): Uint8Array {
  const triangles = boxes.flatMap(trianglesOf)
  const bytes = new Uint8Array(84 + 50 * triangles.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(80, triangles.length, true)
  for (const [index, corners] of triangles.entries())
    for (const [at, value] of corners.flat().entries()) view.setFloat32(96 + 50 * index + 4 * at, value, true)
  return bytes
}

function trianglesOf([x, y, z, X, Y, Z]: Box): number[][][] {
  const faces = [
    [
      [x, y, z],
      [x, Y, z],
      [X, Y, z],
      [X, y, z],
    ],
    [
      [x, y, Z],
      [X, y, Z],
      [X, Y, Z],
      [x, Y, Z],
    ],
    [
      [x, y, z],
      [X, y, z],
      [X, y, Z],
      [x, y, Z],
    ],
    [
      [x, Y, z],
      [x, Y, Z],
      [X, Y, Z],
      [X, Y, z],
    ],
    [
      [x, y, z],
      [x, y, Z],
      [x, Y, Z],
      [x, Y, z],
    ],
    [
      [X, y, z],
      [X, Y, z],
      [X, Y, Z],
      [X, y, Z],
    ],
  ]
  return faces.flatMap(([a = [], b = [], c = [], d = []]) => [
    [a, b, c],
    [a, c, d],
  ])
}
