/** The house: which package stands on which floor and what it may import. The same table is in ARCHITECTURE.md. */
export type Room = { readonly floor: number; readonly mayImport: readonly string[] }

export const HOUSE: Readonly<Record<string, Room>> = {
  vocabulary: { floor: 0, mayImport: [] },
  transports: { floor: 0, mayImport: [] },
  testkit: { floor: 0, mayImport: [] },
  rules: { floor: 1, mayImport: ['vocabulary'] },
  interop: { floor: 1, mayImport: ['vocabulary'] },
  logs: { floor: 1, mayImport: ['vocabulary'] },
  bootstrap: { floor: 1, mayImport: ['transports'] },
  files: { floor: 2, mayImport: ['vocabulary', 'logs'] },
  views: { floor: 2, mayImport: ['vocabulary', 'rules'] },
  drafts: { floor: 2, mayImport: ['vocabulary', 'rules', 'logs'] },
  sync: { floor: 3, mayImport: ['vocabulary', 'transports', 'rules', 'logs', 'files', 'drafts'] },
  node: {
    floor: 4,
    mayImport: ['vocabulary', 'transports', 'rules', 'interop', 'logs', 'files', 'views', 'drafts', 'sync'],
  },
  web: { floor: 4, mayImport: [] },
  api: { floor: 5, mayImport: ['vocabulary', 'node', 'web'] },
  cli: { floor: 6, mayImport: ['vocabulary', 'api'] },
}
