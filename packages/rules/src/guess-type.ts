import type { GoodType } from '@allmende/vocabulary'

/** File name endings that say what a good is. One list a type; what is in none says nothing. */
const ENDINGS: Readonly<Record<Exclude<GoodType, 'publication'>, string>> = {
  design:
    'stl step stp f3d f3z scad 3mf amf iges igs dxf dwg fcstd sldprt sldasm ipt iam blend kicad_pcb kicad_sch kicad_pro sch brd gbr drl gcode ino obj',
  software:
    'c h cc cpp hpp cs go rs py js mjs cjs ts tsx jsx java kt swift rb php pl lua sh ps1 zig hs ml ex exs clj scala dart vue svelte wasm',
  text: 'md markdown txt rst adoc odt doc docx tex epub html htm fountain',
  data: 'csv tsv json jsonl ndjson geojson parquet sqlite db xlsx ods rdf ttl nt gpx kml shp nc hdf5 arrow',
  media:
    'jpg jpeg png gif webp svg tif tiff heic mp3 ogg oga opus flac wav mp4 webm mkv mov avi xcf psd kra mid',
}

/** A file of these outweighs many of others: photos, a parts list and a manual go with every design. */
const WEIGHT: Readonly<Record<keyof typeof ENDINGS, number>> = {
  design: 8,
  software: 4,
  data: 2,
  text: 1,
  media: 1,
}

/** Files that name what a folder is, whatever else is in it. */
const TELLING: readonly [RegExp, GoodType][] = [
  [/(^|\/)okh[^/]*\.(ya?ml|toml)$|\.okh\.(ya?ml|toml)$/i, 'design'],
  [
    /(^|\/)(package\.json|cargo\.toml|pyproject\.toml|setup\.py|go\.mod|pom\.xml|makefile|cmakelists\.txt)$/i,
    'software',
  ],
  [/(^|\/)datapackage\.json$/i, 'data'],
  [/(^|\/)citation\.cff$/i, 'publication'],
]

const byEnding: ReadonlyMap<string, keyof typeof ENDINGS> = new Map(
  (Object.keys(ENDINGS) as (keyof typeof ENDINGS)[]).flatMap((type) =>
    ENDINGS[type].split(' ').map((ending) => [ending, type] as const),
  ),
)

/**
 * Guesses from the names of its files what type a good is: a suggestion for whoever shares. Nothing is read but the
 * names. With nothing to go by it is a text; a lone PDF is a publication.
 */
export function guessType(files: readonly string[]): GoodType {
  const told = TELLING.find(([form]) => files.some((file) => form.test(file)))
  if (told) return told[1]
  if (files.length > 0 && files.every((file) => /\.pdf$/i.test(file))) return 'publication'
  const points = new Map<GoodType, number>()
  for (const file of files) {
    const type = byEnding.get(ending(file))
    if (type) points.set(type, (points.get(type) ?? 0) + WEIGHT[type])
  }
  const ranked = [...points].sort((a, b) => b[1] - a[1])
  return ranked[0]?.[0] ?? 'text'
}

function ending(file: string): string {
  return /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? ''
}
