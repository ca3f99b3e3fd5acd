/** The path of a file that another one names, as glTF does by a relative address; null when it leads out of the good. */
export function besidePath(path: string, address: string): string | null {
  try {
    const from = path.split('/').map(encodeURIComponent).join('/')
    const url = new URL(address, `good:///${from}`)
    return url.protocol === 'good:' && url.host === '' ? decodeURIComponent(url.pathname.slice(1)) : null
  } catch {
    return null
  }
}
