import { bytes } from '../terminal/amounts.ts'
import { VERSION } from '../version.ts'
import type { Written } from './archive.ts'
import { PLATFORM } from './program-folder.ts'

/** Digits of the hash that are compared aloud: 80 bits, which nobody finds another archive for. */
const ALOUD = 20

const FOR = `Allmende ${VERSION} for ${PLATFORM}, with everything it needs`

/** The beginning of the hash as one reads it out: five groups of four. */
export function aloud(sha256: string): string {
  return sha256.slice(0, ALOUD).match(/.{4}/g)?.join(' ') ?? sha256
}

/** How a receiver computes those digits, with what every system has. */
export function checkLine(name: string): string {
  return `${process.platform === 'darwin' ? 'shasum -a 256' : 'sha256sum'} ${name}`
}

/** Goes along in the archive. */
export function readme(): string {
  return [
    `${FOR}. Nothing is fetched from the internet.`,
    '',
    'Before you install: has somebody you trust compared the SHA-256 of the archive with you? Whoever alters it can alter this text too.',
    '',
    '    sh install.sh            into ~/.local/share/allmende, linked from ~/.local/bin',
    '    sh install.sh FOLDER     into a folder of your choice',
    '',
    'Then:  allmende start',
    'Away again:  remove that folder and the links. What you shared lies in ~/.allmende.',
    '',
    'Free software, AGPL-3.0-or-later. Its source is in the folder `source` beside the program.',
    '',
  ].join('\n')
}

/**
 * The page that a receiver sees. It doesn't say the hash: whoever could put another archive in the place of ours could put
 * another hash there just as well.
 */
export function page(name: string, written: Written): string {
  const rows = [
    `<li>Fetch <a href="/${name}" download>${name}</a> (${bytes(written.bytes)}).</li>`,
    `<li>In a terminal, where it lies now: <code>${checkLine(name)}</code> Ask whoever gives it to you to read out the first ${ALOUD} digits from their screen. If one differs, stop: it is not what they gave.</li>`,
    `<li><code>tar -xzf ${name} &amp;&amp; sh ${name.replace('.tar.gz', '')}/install.sh</code></li>`,
  ]
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Allmende ${VERSION}</title>
<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}code{display:block;padding:.5rem;margin:.3rem 0;background:#eee;color:#111;overflow-wrap:anywhere}</style>
<h1>${FOR}</h1>
<ol>
${rows.join('\n')}
</ol>
<p>This page came over plain HTTP, which anybody on this network can alter. What protects you is comparing those digits aloud.</p>
</html>
`
}
