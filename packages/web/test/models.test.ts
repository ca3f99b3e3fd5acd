import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'
import test from 'tape'
import { besidePath } from '../src/model/beside.ts'
import { type ModelKind, modelKind, MOST_MODEL_BYTES } from '../src/model/kinds.ts'
import { loadModel } from '../src/model/load-model.ts'
import { type Model, ModelError, sizeOf } from '../src/model/model.ts'
import { AT_FIRST, byKey, cameraAt, turned, zoomed } from '../src/model/orbit.ts'
import { neededBeside, readModel } from '../src/model/read-model.ts'

const SOLID = `solid wedge
facet normal 0 0 1
 outer loop
  vertex 0 0 0
  vertex 20 0 0
  vertex 0 10 5
 endloop
endfacet
endsolid wedge
`

/** A binary STL of `triangles`, that says it has `said`, with `head` at its beginning. */
function binary(triangles: number, said = triangles, head = ''): Uint8Array {
  const bytes = new Uint8Array(84 + 50 * triangles)
  bytes.set(strToU8(head).subarray(0, 80))
  const view = new DataView(bytes.buffer)
  view.setUint32(80, said, true)
  for (let index = 0; index < triangles; index++)
    for (const [at, value] of [0, 0, index, 20, 0, index, 0, 10, index].entries())
      view.setFloat32(84 + 50 * index + 12 + 4 * at, value, true)
  return bytes
}

function read(kind: ModelKind, content: string | Uint8Array, beside?: Map<string, Uint8Array>): Model {
  const bytes = typeof content === 'string' ? strToU8(content) : content
  return readModel({ kind, bytes, ...(beside && { beside }) })
}

/** What is said of a file that can't be drawn. */
function problemOf(kind: ModelKind, content: string | Uint8Array): string {
  try {
    read(kind, content)
    return 'none'
  } catch (error) {
    return error instanceof ModelError ? error.problem : `another error: ${String(error)}`
  }
}

test('WB25 an STL is read as text and as bytes, whatever word it begins with', (t) => {
  const text = read('stl', SOLID)
  t.deepEqual([text.triangles, sizeOf(text)], [1, [20, 10, 5]])
  for (const head of ['', 'solid made by some program', 'solid facet'])
    t.deepEqual(sizeOf(read('stl', binary(4, 4, head))), [20, 10, 3], `"${head}" before bytes`)
  t.equal(read('stl', SOLID.toUpperCase().replaceAll('VERTEX', 'vertex')).triangles, 1)
  const longer = new Uint8Array([...binary(2), 1, 2, 3])
  t.equal(read('stl', longer).triangles, 2, 'what stands behind the last triangle is no harm')
  t.notOk(text.unitKnown, 'its unit is not said')
  t.end()
})

test('WB25 a malformed STL is told as what it is: lying, cut off, empty, without places', (t) => {
  t.equal(problemOf('stl', binary(2, 3)), 'cutOff', 'it says more triangles than there is room for')
  t.equal(problemOf('stl', binary(2, 0xffffffff, 'solid')), 'cutOff', 'four billion, behind "solid"')
  t.equal(problemOf('stl', binary(3).subarray(0, 200)), 'cutOff', 'bytes cut off')
  t.equal(problemOf('stl', new Uint8Array(12)), 'cutOff')
  t.equal(problemOf('stl', new Uint8Array(0)), 'cutOff')
  t.equal(problemOf('stl', SOLID.slice(0, SOLID.indexOf('10 5'))), 'cutOff', 'text cut off in a corner')
  t.equal(problemOf('stl', SOLID.slice(0, SOLID.indexOf('vertex 0 10'))), 'cutOff', 'and before one')
  t.equal(problemOf('stl', 'solid nothing\nendsolid nothing\n'), 'empty')
  t.equal(problemOf('stl', new Uint8Array(84)), 'empty')
  t.equal(problemOf('stl', SOLID.replaceAll(/vertex .*/g, 'vertex nan nan nan')), 'malformed')
  const broken = binary(3)
  new DataView(broken.buffer).setFloat32(84 + 12, Number.NaN, true)
  new DataView(broken.buffer).setFloat32(134 + 12, 1e30, true)
  const left = read('stl', broken)
  t.deepEqual([left.triangles, left.leftOut], [1, 2], 'triangles that are nowhere are left out, and counted')
  t.end()
})

test('WB25 what is too large is not fetched at all', async (t) => {
  let asked = 0
  const source = (bytes: number) => ({
    kind: 'stl' as const,
    bytes,
    signal: new AbortController().signal,
    worker: () => t.fail('no thread is needed') as never,
    async *fetch() {
      asked++
      yield new Uint8Array(1)
    },
  })
  const problem = await loadModel(source(500_000_000)).catch((error: ModelError) => error.problem)
  t.deepEqual([problem, asked], ['tooLarge', 0])
  t.equal(problemOf('stl', new Uint8Array(MOST_MODEL_BYTES + 1)), 'tooLarge')
  const many = binary(300_000)
  t.equal(read('stl', many).triangles, 300_000, 'a large one is read')
})

test('WB26 an OBJ is read: polygons, indices from behind, lines that go on', (t) => {
  const corners = 'v 0 0 0\nv 10 0 0\nv 10 4 0\nv 0 4 2\n'
  const square = read('obj', `# a\n${corners}f 1/1/1 2//2 \\\n 3 4\n`)
  t.deepEqual([square.triangles, sizeOf(square)], [2, [10, 2, 4]], 'its second axis is up')
  t.equal(read('obj', `${corners}f -4 -3 -2`).triangles, 1)
  t.equal(problemOf('obj', `${corners}f 1 2 9`), 'malformed')
  t.equal(problemOf('obj', `${corners}f 1 2 0`), 'malformed')
  t.equal(problemOf('obj', 'v 1 2'), 'cutOff')
  t.equal(problemOf('obj', corners), 'empty')
  t.equal(problemOf('obj', 'x'.repeat(2_000_000)), 'malformed')
  t.end()
})

const MESH = `<mesh><vertices><vertex x="0" y="0" z="0"/><vertex x="1" y='0' z="0"/><vertex x="0" y="1" z="0"/></vertices>
  <triangles><triangle v1="0" v2="1" v3="2"/></triangles></mesh>`

function zipped(model: string, more: Record<string, string> = {}): Uint8Array {
  const files = { '3D/3dmodel.model': model, '[Content_Types].xml': '<Types/>', ...more }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

test('WB26 a 3MF is read: its unit, its things within things, each where it is to be', (t) => {
  const model = `<?xml version="1.0"?><!-- <item objectid="9"/> --><model unit="inch"><resources>
    <object id="1">${MESH}</object>
    <object id="2"><components><component objectid="1"/><component objectid="1" transform="1 0 0 0 1 0 0 0 1 3 0 2"/></components></object>
    </resources><build><item objectid="2" transform="2 0 0 0 2 0 0 0 2 100 0 0"/></build></model>`
  const read3 = read('3mf', zipped(model))
  t.deepEqual([read3.triangles, read3.unitKnown], [2, true])
  t.deepEqual(
    sizeOf(read3).map((side) => Math.round(side * 10) / 10),
    [203.2, 50.8, 101.6],
  )
  const parts = zipped('<model><build><item objectid="5" p:path="/3D/Objects/a.model"/></build></model>', {
    '3D/Objects/a.model': `<model><resources><object id="5">${MESH}</object></resources></model>`,
  })
  t.equal(read('3mf', parts).triangles, 1, 'a thing in a part of its own')
  t.end()
})

test('WB26 a 3MF that is cut off, lies, or holds itself is told as what it is', (t) => {
  const wrap = (inside: string, items = '<item objectid="1"/>') =>
    zipped(`<model><resources>${inside}</resources><build>${items}</build></model>`)
  t.equal(problemOf('3mf', 'no zip'), 'malformed')
  t.equal(problemOf('3mf', wrap(`<object id="1">${MESH}</object>`).subarray(0, 100)), 'malformed')
  t.equal(problemOf('3mf', wrap('')), 'malformed', 'the thing to be built is missing')
  t.equal(problemOf('3mf', wrap(`<object id="1">${MESH.replace('v3="2"', 'v3="7"')}</object>`)), 'malformed')
  t.equal(problemOf('3mf', zipped('<model><build><item')), 'cutOff')
  const itself = '<object id="1"><components><component objectid="1"/></components></object>'
  t.equal(problemOf('3mf', wrap(itself)), 'tooMany', 'a thing within itself')
  const doubling = Array.from({ length: 16 }, (_, index) => {
    const next = `<component objectid="${index + 2}"/>`
    return `<object id="${index + 1}"><components>${next.repeat(8)}</components></object>`
  })
  const bomb = wrap(`${doubling.join('')}<object id="17">${MESH}</object>`)
  t.equal(problemOf('3mf', bomb), 'tooMany', 'eight of eight of eight …')
  t.equal(problemOf('3mf', wrap('', '')), 'empty')
  t.end()
})

/** A triangle as glTF, one metre wide. */
function gltf(change: (json: Record<string, unknown>) => void = () => undefined): {
  json: object
  data: Uint8Array
} {
  const data = new Uint8Array(42)
  const view = new DataView(data.buffer)
  for (const [index, value] of [0, 0, 0, 1, 0, 0, 0, 2, 0].entries()) view.setFloat32(index * 4, value, true)
  for (const [index, value] of [0, 1, 2].entries()) view.setUint16(36 + index * 2, value, true)
  const json: Record<string, unknown> = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ children: [1] }, { mesh: 0, scale: [1, 1, 1], translation: [5, 0, 0] }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
    accessors: [
      { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' },
      { bufferView: 1, componentType: 5123, count: 3, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteLength: 36 },
      { buffer: 0, byteOffset: 36, byteLength: 6 },
    ],
    buffers: [{ byteLength: 42 }],
  }
  change(json)
  return { json, data }
}

function glb({ json, data }: { json: object; data: Uint8Array }): Uint8Array {
  const text = strToU8(JSON.stringify(json))
  const bytes = new Uint8Array(12 + 8 + text.length + 8 + data.length)
  const view = new DataView(bytes.buffer)
  for (const [at, value] of [0x46546c67, 2, bytes.length, text.length, 0x4e4f534a].entries())
    view.setUint32(at * 4, value, true)
  bytes.set(text, 20)
  view.setUint32(20 + text.length, data.length, true)
  view.setUint32(24 + text.length, 0x004e4942, true)
  bytes.set(data, 28 + text.length)
  return bytes
}

test('WB26 a glTF is read: in one file, with its data in itself, and with files beside it', (t) => {
  const one = read('glb', glb(gltf()))
  t.deepEqual(
    [one.triangles, sizeOf(one), one.from[0]],
    [1, [1000, 0, 2000], 5000],
    'metres, its second axis up',
  )
  const { json, data } = gltf()
  const within = (uri: string): string => JSON.stringify({ ...json, buffers: [{ uri, byteLength: 42 }] })
  const inItself = within(`data:application/octet-stream;base64,${Buffer.from(data).toString('base64')}`)
  t.equal(read('gltf', inItself).triangles, 1)
  t.deepEqual(neededBeside({ kind: 'gltf', bytes: strToU8(within('a b.bin')) }), ['a b.bin'])
  t.equal(read('gltf', within('a b.bin'), new Map([['a b.bin', data]])).triangles, 1)
  t.equal(problemOf('gltf', within('a b.bin')), 'files', 'a file beside it is missing')
  const strip = gltf((change) => {
    change['meshes'] = [
      {
        primitives: [
          { attributes: { POSITION: 0 }, mode: 5 },
          { attributes: {}, mode: 1 },
        ],
      },
    ]
  })
  t.equal(read('glb', glb(strip)).triangles, 1)
  t.deepEqual(
    ['part.bin', '../other/x%20y.bin', '../../../up.bin', 'https://example.org/x', '//host/x'].map(
      (address) => besidePath('models/a#1/thing.gltf', address),
    ),
    ['models/a#1/part.bin', 'models/other/x y.bin', 'up.bin', null, null],
    'nothing beside leads out of the good',
  )
  t.end()
})

test('WB26 a glTF that is cut off, lies or is compressed is told as what it is', (t) => {
  const changed = (change: (json: Record<string, unknown>) => void) => problemOf('glb', glb(gltf(change)))
  t.equal(problemOf('glb', glb(gltf()).subarray(0, 60)), 'cutOff')
  t.equal(problemOf('gltf', '{"asset":'), 'malformed')
  t.equal(problemOf('gltf', '[]'), 'malformed')
  t.equal(problemOf('gltf', '{"asset":{"version":"1.0"}}'), 'malformed')
  t.equal(
    changed((json) => (json['buffers'] = [{ uri: 'http://example.org/x', byteLength: 42 }])),
    'files',
  )
  t.equal(
    changed((json) => (json['extensionsRequired'] = ['KHR_draco_mesh_compression'])),
    'compressed',
  )
  t.equal(
    changed((json) => (json['nodes'] = [{ children: [0] }])),
    'tooMany',
    'a node within itself',
  )
  t.equal(
    changed((json) => (json['nodes'] = null)),
    'malformed',
  )
  t.equal(
    changed(
      (json) => (json['accessors'] = [{ bufferView: 0, componentType: 5126, count: 1e9, type: 'VEC3' }]),
    ),
    'cutOff',
  )
  t.equal(
    changed((json) => (json['bufferViews'] = [{ buffer: 0, byteOffset: -4, byteLength: 36 }])),
    'malformed',
  )
  t.equal(
    changed((json) => (json['scenes'] = [{ nodes: [] }])),
    'empty',
  )
  const far = gltf()
  new DataView(far.data.buffer).setUint16(36, 60_000, true)
  t.equal(problemOf('glb', glb(far)), 'malformed', 'a place that is not there')
  t.end()
})

test('WB26 bytes changed at random end in a model or a problem, never otherwise', (t) => {
  const seed = 20_261_123
  let state = seed
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
  const model = `<model><resources><object id="1">${MESH}</object></resources><build><item objectid="1"/></build></model>`
  const samples: [ModelKind, Uint8Array][] = [
    ['stl', binary(3)],
    ['stl', strToU8(SOLID)],
    ['obj', strToU8('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')],
    ['3mf', zipped(model)],
    ['glb', glb(gltf())],
    ['gltf', strToU8(JSON.stringify(gltf().json))],
  ]
  const seen = new Set<string>()
  for (let round = 0; round < 3_000; round++) {
    const [kind, whole] = samples[round % samples.length] as [ModelKind, Uint8Array]
    const bytes = whole.slice(0, next(4) === 0 ? next(whole.length) : whole.length)
    for (let change = next(4); change >= 0; change--)
      if (bytes.length > 0) bytes[next(bytes.length)] = next(256)
    const problem = problemOf(kind, bytes)
    if (problem.startsWith('another')) t.fail(`seed ${seed}, round ${round}, ${kind}: ${problem}`)
    seen.add(problem)
  }
  t.ok(seen.has('none') && seen.size > 3, `seed ${seed}: ${[...seen].join(', ')}`)
  t.end()
})

test('WB27 a model is turned, moved and brought closer by keys, within bounds, and put back', (t) => {
  const press = (key: string, shiftKey = false) => byKey(AT_FIRST, { key, shiftKey })
  t.ok((press('ArrowRight')?.round ?? 0) > AT_FIRST.round)
  t.ok((press('ArrowUp')?.up ?? 0) > AT_FIRST.up)
  t.ok((press('+')?.away ?? 9) < AT_FIRST.away)
  t.notDeepEqual(press('ArrowUp', true)?.aside, AT_FIRST.aside)
  t.equal(press('a'), null, 'other keys are the browser’s')
  let orbit = AT_FIRST
  for (let times = 0; times < 99; times++) orbit = zoomed(turned(orbit, 1, 1), 0.5)
  t.ok(orbit.up < Math.PI / 2 && orbit.away > 1, 'it never tips over or is gone into')
  t.deepEqual(byKey(orbit, { key: 'Home', shiftKey: false }), AT_FIRST)
  t.ok(Math.abs(Math.hypot(...cameraAt(AT_FIRST)) - AT_FIRST.away) < 1e-9)
  t.end()
})

test('WB25 files are models by how their names end', (t) => {
  t.deepEqual(['a/B.STL', 'x.3mf', 'x.glb', 'stl', 'x.stl.txt', 'x.step'].map(modelKind), [
    'stl',
    '3mf',
    'glb',
    null,
    null,
    null,
  ])
  t.end()
})

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const skip = existsSync(DATA) ? false : 'the data of others is not here'

test('WB25 STL files of others are read', { skip }, (t) => {
  const files = globSync('{stl,designs}/**/*.stl', { cwd: DATA })
  t.ok(files.length > 5, `${files.length} files`)
  for (const file of files) {
    const model = read('stl', readFileSync(DATA + file))
    t.ok(
      model.triangles > 50 && model.leftOut === 0,
      `${file}: ${model.triangles}, ${sizeOf(model).map(Math.round).join(' × ')}`,
    )
  }
  t.end()
})
