/** Longer texts are downloads. */
export const MOST_TEXT_BYTES = 256 * 1024

const TEXTS =
  /\.(?:txt|md|markdown|csv|tsv|json|ya?ml|toml|ini|xml|html?|css|js|ts|py|rs|c|h|cpp|hpp|ino|java|go|rb|sh|tex|bib|svg|scad|gcode|kicad_\w+|lib|net)$/i
const BY_NAME = /(?:^|\/)(?:readme|licen[cs]e|copying|changelog|makefile|notice)$/i

export function isTextName(path: string): boolean {
  return TEXTS.test(path) || BY_NAME.test(path)
}

/** Whether a file is shown as plain text. Whatever is in it, HTML and SVG too: as letters it does nothing. */
export function isText({ path, bytes }: { readonly path: string; readonly bytes: number }): boolean {
  return bytes <= MOST_TEXT_BYTES && isTextName(path)
}
