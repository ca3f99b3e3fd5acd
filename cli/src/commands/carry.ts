import { COMMONS_OPTION, type CommandSpec } from './spec.ts'

export const carryCommands: readonly CommandSpec[] = [
  {
    name: 'import',
    summary: 'bring in a design or publications that are described elsewhere',
    about:
      'Reads a folder or an archive (zip, tar, tar.gz) with manifests of Open Know-How, with their files, modules and parts lists; a single ' +
      'manifest; a list of references (.bib, CSL-JSON); or a parts list (CSV, TSV, XLSX). What isn’t free is refused. The same again makes new versions.',
    arguments: [{ name: 'PATH', about: 'a folder, an archive or a file' }],
    options: [
      { flags: '--dry-run', about: 'only show what would come in, what is missing, and how complete it is' },
      { flags: '--licence ID', about: 'the licence, where none is stated; one that is stated counts' },
      { flags: '--title TEXT', about: 'another title for the first good' },
      { flags: '--type TYPE', about: 'what sort of good it is' },
      { flags: '--tag WORD', about: 'a word to find it by', repeat: true },
      { flags: '--version LABEL', about: 'a name for this version' },
      { flags: '--bom FILE', about: 'this parts list instead of the one that is found' },
      {
        flags: '--bom-map COLUMNS',
        about: 'which of its columns is what: "name=Description,quantity=Qty"',
        repeat: true,
      },
      COMMONS_OPTION,
      { flags: '--new', about: 'make goods of their own of what was brought in before' },
      { flags: '--yes', about: 'do not ask for confirmation' },
    ],
    examples: [
      'allmende import lamp.zip --dry-run',
      'allmende import lamp --bom lamp/parts.csv --bom-map "name=Description,quantity=Qty"',
      'allmende import references.bib --licence CC-BY-4.0',
    ],
    load: async () => (await import('../actions/import.ts')).importAll,
  },
  {
    name: 'export',
    summary: 'write out a good or a commons, in formats of others or as it is',
    about:
      'A good as okh1, okh2 (or okh-losh, its older dialect), valueflows, csl, bibtex, csv (its parts list), reuse (its files with licences), maker (all that somebody needs who is to make it) ' +
      'or records. A commons as site (pages to read without this program), valueflows or records. Nothing is ever written over. With --records, and without ' +
      '--to: one JSON document per line on standard output, each with id, kind, known (whether this program knows the kind) and bytes (the record in CBOR, as base64).',
    arguments: [{ name: 'GOOD', about: 'its link, its id, or the beginning of its id', optional: true }],
    options: [
      { flags: '--as FORMAT', about: 'what to write it as' },
      { flags: '--to PATH', about: 'where to: a new folder, or a new file for formats of one file' },
      { flags: '--version ID', about: 'this version instead of the newest' },
      { flags: '--commons NAME', about: 'a commons, by name or id (with --records alone: default all)' },
      { flags: '--records', about: 'every record of a commons, as it was written' },
    ],
    network: true,
    examples: [
      'allmende export 8xk3 --as maker --to lamp-for-the-workshop',
      'allmende export 8xk3 --as okh2 --to okh.toml',
      'allmende export --commons Garden --as site --to garden-site',
      'allmende export --records --commons Garden > garden.ndjson',
    ],
    load: async () => (await import('../actions/export.ts')).exportAll,
  },
]
