/** What browsers decode as pixels. SVG isn't among them: it can have scripts, and is a download. */
const PICTURES = /\.(?:png|jpe?g|webp|gif|avif)$/i

export function isPicture(path: string): boolean {
  return PICTURES.test(path)
}
