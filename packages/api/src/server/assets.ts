/** A file of the page: its content type and bytes. Keys are paths as in an address, `/` first. */
export type Asset = { readonly type: string; readonly body: Uint8Array }
export type Assets = ReadonlyMap<string, Asset>

const MISSING = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Allmende</title>
<h1>The node is running</h1>
<p>This installation has no page. Everything can be done with the program <code>allmende</code>: see <code>allmende --help</code>.</p>
</html>
`

/** The page's files, with `/` answering as `/index.html`. Without a page, one that says so. */
export function assetsFrom(given: Assets): Assets {
  const assets = new Map<string, Asset>()
  for (const [path, asset] of given) assets.set(path.startsWith('/') ? path : `/${path}`, asset)
  const index = assets.get('/index.html') ?? assets.get('/')
  assets.set('/', index ?? { type: 'text/html; charset=utf-8', body: new TextEncoder().encode(MISSING) })
  return assets
}

/** What the package of the page offers; nothing if its files were left out of this installation. */
export async function installedAssets(): Promise<Assets> {
  const { webAssets } = await import('@allmende/web')
  return webAssets()
}
