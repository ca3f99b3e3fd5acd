/** What browsers decode as pixels. SVG isn't among them: it can have scripts, and is a download. */
const PICTURES = /\.(?:png|jpe?g|webp|gif|avif)$/i

export function isPicture(path: string): boolean {
  return PICTURES.test(path)
}

/** Larger ones are downloads: decoding them would hold up the page. */
export const MOST_PICTURE_BYTES = 24_000_000
