/** Small enough to be kept for hundreds of cards. */
const QUALITY = 0.82

/**
 * A picture as pixels of ours, no larger than given, as an address that an `img` takes: whatever the file was, nothing else of
 * it gets into the document. Throws where it is no picture that this browser knows. It is made into a file beside the
 * page's own thread: a dozen cards would hold that up for a third of a second on an old laptop.
 */
export async function drawnAnew(
  file: Blob,
  most: { readonly width: number; readonly height?: number },
): Promise<string> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, most.width / bitmap.width, (most.height ?? Infinity) / bitmap.height)
  const [across, down] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)))
  const canvas = new OffscreenCanvas(across ?? 1, down ?? 1)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return asAddress(await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY }))
}

function asAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the picture was lost')))
    reader.readAsDataURL(blob)
  })
}
