#!/usr/bin/env node
// SPDX-License-Identifier: AGPL-3.0-or-later
// node labels.mjs names.txt > labels.html, then print the page. One name a line; "name | note" gives a second line.
import { readFileSync } from 'node:fs'

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const names = readFileSync(process.argv[2] ?? 0, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
const labels = names.map((line) => {
  const [name, note = ''] = line.split('|').map((part) => escape(part.trim()))
  return `<li><b>${name}</b><small>${note}</small></li>`
})
console.log(`<!doctype html><meta charset="utf-8"><title>Labels</title>
<style>
  ul { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4mm; padding: 0; list-style: none; font-family: sans-serif }
  li { border: 1px solid; border-radius: 2mm; padding: 4mm; min-height: 14mm }
  small { display: block; color: #555 }
</style>
<ul>${labels.join('\n')}</ul>`)
