/** Manifests of our own, with every key that the formats name and some that they don't. */
export const LAMP_V1 = `title: Lamp
description: A lamp for the desk.
intended-use: Reading at night.
keywords: [lamp, desk]
project-link: https://forge.example/ada/lamp
documentation-home: https://lamp.example/docs
archive-download: lamp.zip
image: photos/lamp.jpg
version: 1.10
development-stage: product
made: true
made-independently: false
license:
  hardware: CERN-OHL-S-2.0
  documentation: CC-BY-SA-4.0
  software: GPL-3.0-or-later
licensor:
  name: Ada Example
  affiliation: Example e.V.
  email: ada@lamp.example
okh-manifest-version: 1.0.0
date-created: 2025-03-06
manifest-author:
  name: Ada Example
  affiliation: Example e.V.
  email: ada@lamp.example
manifest-language: en-GB
documentation-language: en
contact:
  name: Ben Example
  email: ben@lamp.example
  social:
    - platform: Fediverse
      user-handle: "@ben"
contributors:
  - name: Cyn Example
    role: photographs
  - Dan Example <dan@lamp.example>
bom: https://forge.example/ada/lamp/blob/main/docs/bom.csv
tool-list: hammer, saw (fine, for wood), glue
design-files:
  - path: https://forge.example/ada/lamp/tree/main/cad
    title: Drawings
    checked: true
schematics:
  - path: electronics/lamp.sch
making-instructions:
  - path: docs/make.md
    title: How to make it
risk-assessment:
  - path: docs/risks.md
software:
  - path: firmware/main.c
    title: Firmware
health-safety-notice: Hot when on.
standards-used:
  - standard-title: Lamps in general
    publisher: Norm House
    reference: NH 1
    certification:
      - certifier: Self
derivative-of:
  title: Candle
  manifest: https://forge.example/old/candle/okh.yml
  web: https://candle.example
sub-parts:
  - title: Shade
    manifest: https://forge.example/ada/shade/okh-shade.yml
x-colour:
  - red
  - { deep: [1, 2.5, null, true] }
`

export const LAMP_V2 = `okhv = "2.4"
name = "Lamp"
repo = "https://forge.example/ada/lamp"
version = "1.10"
release = "https://forge.example/ada/lamp/releases/1.10"
license = "CERN-OHL-S-2.0"
licensor = ["Ada Example <ada@lamp.example>", "Ben Example"]
organization = "Example e.V."
function = """
Light on the desk,
at night."""
documentation-language = "en"
readme = "README.md"
contribution-guide = "CONTRIBUTING.md"
technology-readiness-level = "OTRL-4"
documentation-readiness-level = "ODRL-3*"
attestation = "https://attest.example/1"
publication = "https://doi.example/10.1000/1"
standard-compliance = ["NH 1", "NH 2"]
cpc-patent-class = "F21S 6/00"
tsdc = ["ASM", "3DP"]
bom = "bom.csv"
manufacturing-instructions = ["docs/make.md", "docs/finish.md"]
user-manual = "docs/use.md"
source = ["cad/lamp.scad"]
export = ["cad/lamp.stl"]
auxiliary = ["cad/lib.scad"]
fork-of = "https://forge.example/old/candle"
mass = 330.5
bulb-watts = 4
checked-on = 2025-03-06

[rdf]
namespace = "https://lamp.example/ns#"

[outer-dimensions]
width = 120
depth = 100.5
height = 300

[[image]]
location = "photos/lamp.jpg"
depicts = "The lamp"
slots = ["photo-thing-main"]

[[part]]
name = "Arm"
source = "cad/arm.scad"
export = ["cad/arm.stl", "cad/arm.pdf"]
tsdc = "3DP"
material = "PLA"
mass = 30
infill = 20

[part.outer-dimensions]
width = 10
depth = 10
height = 200

[[part]]
name = "Foot"
export = "cad/foot.stl"

[[software]]
release = "https://forge.example/ada/firmware/releases/2"
installation-guide = "https://forge.example/ada/firmware/README.md"

[[hasComponent]]
component = "https://forge.example/ada/lamp/blob/main/modules/shade/okh.toml"
`

/** The draft of 2020, whose lists YAML folds into one text. */
export const LAMP_2020 = `name: Lamp
image:
owner: Example House
version: 1.0
status: prototype
language:
  - EN
  - DE
function: Light on the desk.
function-category: desk lamp
license: MIT
readme: https://forge.example/lamp/README.md
certificate:
repo: https://forge.example/lamp
standard:
functional-metadata:
  - 4 W
TsDC:
  ASM
source-3d:
source-2d: https://forge.example/lamp/board.kicad_pcb
source+:
  user manual
    https://forge.example/lamp/manual.odt
source+:
  second manual
    https://forge.example/lamp/second.odt
export-3d:
  https://forge.example/lamp/a.step
  https://forge.example/lamp/a.stl
sBoM: https://forge.example/lamp/bom.csv
`

export const LAMP_MOSH = `[MOSH]
okhv = "2.0"
repo = "https://forge.example/lamp"
name = "Lamp"
version = "1.0.0"
spdx-license = "CERN-OHL-S-2.0"
licensor = "Ada Example"
open-technology-readiness-level = "OTLR-5"
function = "Light on the desk."
tsdc-id = "ASM"

[MOSH.functional-metadata]
watts = 4

[POSH1]
image = "arm.jpg"
source = "arm.scad"
`

export const LAMP_LOSH1 = `okhv = "OKH-LOSHv1.0"
name = "Lamp"
repo = "https://forge.example/ada/lamp"
version = "0.1.0"
license = "CERN-OHL-S-2.0"
licensor = "Ada Example"
organisation = "Example e.V."
function = "Light on the desk."

[outer-dimensions]
openSCAD = "cube(size = [40,35,15]"
unit = "cm"

[mass]
value = 0.07
unit = "kg"
`
