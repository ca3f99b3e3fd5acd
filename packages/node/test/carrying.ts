import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Teardown, temporaryFolder } from '@allmende/testkit'
import { type AllmendeNode, openNode } from '../src/index.ts'

export type Place = { readonly node: AllmendeNode; readonly folder: string; readonly home: string }

/** A node on its own, and a folder to work in. */
export async function aNode(t: Teardown, commons: string | null = 'Workshop'): Promise<Place> {
  const folder = temporaryFolder(t)
  const home = join(folder, 'home')
  const node = await openNode({ home, internet: false, host: '127.0.0.1' })
  t.teardown(() => node.close())
  if (commons !== null) await node.createCommons({ name: commons, public: true })
  return { node, folder, home }
}

/** Writes files; the path is that of the folder. */
export function filesIn(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

/** A design of a lamp with a module, as somebody elsewhere has it. */
export const LAMP = {
  'okh.toml': `okhv = "2.4"
name = "Lamp"
repo = "https://lamp.example/lamp"
version = "1.0"
license = "CERN-OHL-S-2.0"
licensor = "Ada"
function = "Gives light."
readme = "README.md"
source = ["cad/lamp.scad"]
bom = "bom.csv"
manufacturing-instructions = ["make.md"]
`,
  'README.md': '# Lamp\n',
  'make.md': 'Saw, drill, screw.\n',
  'cad/lamp.scad': 'cube(1);\n',
  'bom.csv': 'Part;Qty;Unit price\nScrew M3;4;0,05\nBoard;1;2,50\n',
  'arm/okh.toml': `okhv = "2.4"
name = "Arm"
repo = "https://lamp.example/lamp"
version = "1.0"
license = "CERN-OHL-S-2.0"
licensor = "Ada"
function = "Holds the lamp."
source = ["arm.scad"]
`,
  'arm/arm.scad': 'cube(2);\n',
}

/** The code of the error that a promise ends with. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no error',
    (error: Error & { code?: string }) => error.code ?? error.message,
  )
}
