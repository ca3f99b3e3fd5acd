import { isRecordId, type RecordId } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import type { ActionContext, BuildInfo, ThingInfo } from '../contract.ts'
import type { Parts } from '../parts.ts'
import { showThing } from '../show-thing.ts'
import { atomFeed, type Entry } from './atom.ts'
import { buildsList, coverOf, day, goodBody, type Links, nameOf } from './good-page.ts'
import { goodsOf } from './goods-of.ts'
import { type Html, markup } from './html.ts'
import type { OutFolder } from './out-folder.ts'
import { page } from './page.ts'
import { writePicture } from './pictures.ts'
import { STYLE } from './style.ts'

/** Goods on one page of the list. */
const ON_A_PAGE = 100
/** Readers of feeds look at the newest only. */
const IN_FEED = 50
const SUMMARY = 500

type Listed = Pick<ThingInfo, 'id' | 'title' | 'licence' | 'type'> & {
  at: number
  author: string
  picture: string | null
}

/**
 * Writes a site to read a commons by: no script, no server, nothing from elsewhere, relative addresses only, so that it works
 * from a folder as well as from any web space. All that people wrote is escaped. Returns how many goods it has.
 */
export async function writeSite(
  parts: Parts,
  commons: OpenCommons,
  out: OutFolder,
  context: ActionContext,
): Promise<{ goods: number; notes: string[] }> {
  await out.write('style.css', STYLE)
  const listed: Listed[] = []
  const news: Entry[] = []
  const built: Html[] = []
  const { name, public: isPublic } = commons.entry
  const ids: RecordId[] = []
  for await (const id of goodsOf(parts, commons)) ids.push(id)
  const here = new Set<string>(ids)
  for (const [index, id] of ids.entries()) {
    context.signal?.throwIfAborted()
    context.onProgress?.({ phase: 'writing', done: index, total: ids.length, unit: 'records' })
    const info = await showThing(parts, id, context)
    const picture = await coverPicture(parts, commons, info, out)
    const pages = await pagesNamed(parts, info, here)
    const links: Links = {
      good: (to) => pages.get(to) ?? null,
      picture: () => picture && `../${picture}`,
      file: () => null,
    }
    const body = markup`<p><a href="../index.html">${name}</a></p>
      ${goodBody(info, links, { link: isPublic })}`
    await out.write(
      pathOfGood(id),
      page({ title: info.title, sheet: '../style.css', feed: '../feed.xml', body }),
    )
    const at = info.versions.at(-1)?.at ?? 0
    listed.push({
      id,
      title: info.title,
      licence: info.licence,
      type: info.type,
      at,
      author: nameOf(info),
      picture,
    })
    news.push(entryOf(info, at), ...info.builds.map((build) => buildEntry(info, build)))
    if (info.builds.length > 0)
      built.push(
        markup`<h1><a href="${pathOfGood(id)}">${info.title}</a></h1>
          ${buildsList(info.builds)}`,
      )
  }
  await writeLists(out, name, listed)
  await out.write('builds.html', buildsPage(name, built))
  const newest = news.toSorted((a, b) => b.at - a.at).slice(0, IN_FEED)
  await out.write('feed.xml', atomFeed(commons.id, name, newest))
  return { goods: ids.length, notes: [] }
}

async function coverPicture(
  parts: Parts,
  commons: OpenCommons,
  info: ThingInfo,
  out: OutFolder,
): Promise<string | null> {
  const thing = await parts.views.show(info.id as RecordId)
  const list = thing?.versions.findLast(({ files }) => files !== undefined)?.files
  return writePicture(commons, list, coverOf(info), info.id, out)
}

async function writeLists(out: OutFolder, name: string, goods: readonly Listed[]): Promise<void> {
  const pages = Math.max(1, Math.ceil(goods.length / ON_A_PAGE))
  for (let at = 0; at < pages; at++) {
    const some = goods.slice(at * ON_A_PAGE, (at + 1) * ON_A_PAGE)
    const body = markup`<h1>${name}</h1>
      <p class="meaning">
        ${goods.length} goods, free to use, study, change and pass on.
        <a href="builds.html">What was built</a> · <a href="feed.xml">News as a feed</a>
      </p>
      <ul class="goods">
        ${some.map(
          (good) =>
            markup`<li>
              <a href="${pathOfGood(good.id)}"
                >${good.picture === null ? '' : markup`<img src="${good.picture}" alt="" loading="lazy" />`}<b
                  >${good.title}</b
                ></a
              >
              <div class="meaning">${[good.type, good.licence].filter(Boolean).join(', ')}</div>
              <div class="meaning">${good.author}, ${day(good.at)}</div>
            </li>`,
        )}
      </ul>
      <p>
        ${at > 0 ? markup`<a href="${listName(at - 1)}" rel="prev">Newer</a> ` : ''}${at + 1 < pages ? markup`<a href="${listName(at + 1)}" rel="next">Older</a>` : ''}
      </p>`
    await out.write(listName(at), page({ title: name, sheet: 'style.css', feed: 'feed.xml', body }))
  }
}

function buildsPage(name: string, built: readonly Html[]): string {
  const said = built.length === 0 ? markup`<p>Nobody has told of a build yet.</p>` : built
  const body = markup`<p><a href="index.html">${name}</a></p>
    ${said}`
  return page({ title: `${name}: built`, sheet: 'style.css', feed: 'feed.xml', body })
}

function listName(at: number): string {
  return at === 0 ? 'index.html' : `page-${at + 1}.html`
}

function pathOfGood(id: string): string {
  return `goods/${id}.html`
}

/** The pages of what a good names, by how it names them: lines and lineage name goods or exact versions of them. */
async function pagesNamed(
  parts: Parts,
  { parts: list, lineage: { from, forks, usedIn } }: ThingInfo,
  here: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const lines = (list?.lines ?? []).flatMap(({ good, equipment }) => [good, equipment])
  const named = [...lines, from?.id, ...forks.map(({ id }) => id), ...usedIn.map(({ id }) => id)]
  const pages = new Map<string, string>()
  for (const reference of new Set(named)) {
    if (typeof reference !== 'string' || !isRecordId(reference)) continue
    const id = here.has(reference) ? reference : (await parts.views.show(reference))?.id
    if (id !== undefined && here.has(id)) pages.set(reference, `${id}.html`)
  }
  return pages
}

function entryOf(info: ThingInfo, at: number): Entry {
  const { id, title, description } = info
  return {
    id: info.versions.at(-1)?.id ?? id,
    title,
    at,
    author: nameOf(info),
    summary: description?.slice(0, SUMMARY) ?? null,
    page: pathOfGood(id),
  }
}

function buildEntry({ id, title }: ThingInfo, build: BuildInfo): Entry {
  const by = nameOf(build)
  const page = `${pathOfGood(id)}#${build.id}`
  return {
    id: build.id,
    title: `${title}: built (${build.outcome})`,
    at: build.at,
    author: by,
    summary: build.text?.slice(0, SUMMARY) ?? null,
    page,
  }
}
