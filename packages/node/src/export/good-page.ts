import type { BuildInfo, ThingInfo } from '../contract.ts'
import { type Html, hrefOf, markup, webAddress } from './html.ts'

/** How links of a page lead to other things; null where that has no page. */
export type Links = {
  /** The page of a good that a line or a lineage names. */
  readonly good: (reference: string) => string | null
  /** The picture of a good or a build. */
  readonly picture: (path: string) => string | null
  readonly file: (path: string) => string | null
}

const MOST_FILES = 2000

/** What a page says of a good, for a reader who has nothing but the page. */
export function goodBody(info: ThingInfo, links: Links, shown: { link: boolean }): Html {
  const cover = coverOf(info)
  const picture = cover === null ? null : links.picture(cover)
  return markup`<article>
    <h1>${info.title}</h1>
    ${info.licence === null ? '' : markup`<p class="meaning">${info.licence}${info.licenceMeaning === null ? '' : `: ${info.licenceMeaning}`}</p>`}
    ${picture === null ? '' : markup`<img class="cover" src="${picture}" alt="${info.title}" />`}
    ${info.description === null ? '' : markup`<div class="text">${info.description}</div>`}
    ${facts(info, shown.link)} ${partsTable(info, links)} ${buildsList(info.builds)} ${versionsTable(info)}
    ${lineage(info, links)} ${filesTable(info, links)}
  </article>`
}

/** The path of the picture that stands for a good. */
export function coverOf({ other }: Pick<ThingInfo, 'other'>): string | null {
  const roles = Array.isArray(other['roles']) ? (other['roles'] as { role?: unknown; at?: unknown }[]) : []
  const image = roles.find(({ role }) => role === 'image')
  return typeof image?.at === 'string' ? image.at : null
}

/** A person as people read it: their name, else the beginning of their key. */
export function nameOf({ author, authorName }: { author: string; authorName: string | null }): string {
  return authorName ?? author.slice(0, 8)
}

/** Who is said to have made it, beside whoever wrote the record. */
export function makersOf({ author, contributors }: ThingInfo): string[] {
  return [...new Set(contributors.filter(({ person }) => person !== author).map(({ name }) => name))]
}

export function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function facts(info: ThingInfo, withLink: boolean): Html {
  const design = (info.other['design'] ?? {}) as Record<string, unknown>
  const rows: [string, Html | string | null][] = [
    ['Kind', info.type],
    ['Published by', nameOf(info)],
    ['Made by', makersOf(info).join(', ') || null],
    ['Version', info.versions.at(-1)?.label ?? null],
    ['Of', info.versions.length > 0 ? day(info.versions.at(-1)?.at ?? 0) : null],
    ['For', textOf(design['function'])],
    ['Safety', textOf(design['safety'])],
    [
      'Tags',
      info.tags.length > 0
        ? markup`${info.tags.map((tag) => markup`<span class="tag">${tag}</span>`)}`
        : null,
    ],
    ['Complete', info.completeness === null ? null : `${info.completeness.percent} %`],
    ['Id', markup`<span class="hash">${info.id}</span>`],
    ['Link', withLink ? markup`<span class="hash">${info.link}</span>` : null],
  ]
  const filled = rows.filter(([, value]) => value !== null)
  return markup`<dl>
    ${filled.map(
      ([name, value]) =>
        markup`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}

function partsTable({ parts }: ThingInfo, links: Links): Html | null {
  if (parts === null || parts.lines.length === 0) return null
  const rows = parts.lines.map((line) => {
    const good = textOf(line['good']) ?? textOf(line['equipment'])
    const to = good === null ? null : links.good(good)
    const source = textOf(line['source'])
    const at = source === null ? null : webAddress(source)
    return markup`<tr>
      <td>${textOf(line['id'])}</td>
      <td>
        ${to === null ? line.name : markup`<a href="${to}">${line.name}</a>`}${line['missing'] === true ? ' (not designed yet)' : ''}
      </td>
      <td class="number">${amountOf(line)}</td>
      <td>
        ${[textOf(line['maker']), textOf(line['number']), textOf(line['material'])].filter(Boolean).join(', ')}
      </td>
      <td class="address">${at === null ? source : markup`<a href="${at}" rel="noreferrer nofollow">${source}</a>`}</td>
      <td>${textOf(line['note'])}</td>
    </tr>`
  })
  return markup`<h2>Parts</h2>
    <table>
      <thead>
        <tr>
          <th>No.</th>
          <th>Part</th>
          <th>Quantity</th>
          <th>Make, number, material</th>
          <th>Source</th>
          <th>Note</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${parts.missing > 0 ? markup`<p>Some of the list is not here.</p>` : ''}`
}

function amountOf(line: Readonly<Record<string, unknown>>): string {
  const quantity = typeof line['quantity'] === 'number' ? line['quantity'] : 1
  const unit = textOf(line['unit'])
  return unit === null || unit === 'one' ? String(quantity) : `${quantity} ${unit}`
}

export function buildsList(builds: readonly BuildInfo[]): Html | null {
  if (builds.length === 0) return null
  return markup`<h2>Built</h2>
    ${builds.map(
      (build) =>
        markup`<section id="${build.id}">
          <h3>${outcomeWords(build.outcome)}, ${day(build.at)}</h3>
          <p class="meaning">
            ${nameOf(build)}${build.number === null ? '' : `, version ${build.number}`}${build.amount === null ? '' : `, ${build.amount}`}
          </p>
          ${build.text === null ? '' : markup`<div class="text">${build.text}</div>`}
          ${
            build.problems.length === 0
              ? ''
              : markup`<ul>
                  ${build.problems.map(({ part, text }) => markup`<li>${part === null ? '' : markup`<b>${part}</b>: `}${text}</li>`)}
                </ul>`
          }
        </section>`,
    )}`
}

function outcomeWords(outcome: string): string {
  const words: Readonly<Record<string, string>> = {
    works: 'It works',
    partly: 'It works in part',
    failed: 'It failed',
  }
  return Object.hasOwn(words, outcome) ? (words[outcome] ?? outcome) : outcome
}

function versionsTable({ versions }: ThingInfo): Html | null {
  if (versions.length < 2) return null
  return markup`<h2>Versions</h2>
    <table>
      <tbody>
        ${versions.toReversed().map(
          (version) =>
            markup`<tr>
              <td class="number">${version.number}</td>
              <td>${version.label}</td>
              <td>${day(version.at)}</td>
              <td>${nameOf(version)}</td>
              <td class="number">${version.files} files</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

function lineage({ lineage: { from, forks, usedIn } }: ThingInfo, links: Links): Html | null {
  const named = (id: string | null, title: string | null) => {
    const to = id === null ? null : links.good(id)
    return to === null
      ? markup`${title ?? id ?? 'something that is not here'}`
      : markup`<a href="${to}">${title ?? id}</a>`
  }
  const rows = [
    from
      ? markup`<li>
          Made from (${from.derivation}):
          ${named(from.id, from.title)}${from.authorName === null ? '' : `, by ${from.authorName}`}
        </li>`
      : null,
    ...forks.map(({ id, title }) => markup`<li>Others went on from it: ${named(id, title)}</li>`),
    ...usedIn.map(({ id, title }) => markup`<li>Used in: ${named(id, title)}</li>`),
  ].filter((row) => row !== null)
  return rows.length === 0
    ? null
    : markup`<h2>Where it comes from, where it went</h2>
        <ul>
          ${rows}
        </ul>`
}

function filesTable({ files }: ThingInfo, links: Links): Html | null {
  if (files === null || files.length === 0) return null
  const rows = files.slice(0, MOST_FILES).map(({ path, bytes, hash }) => {
    const to = links.file(path)
    return markup`<tr>
      <td>${to === null ? path : markup`<a href="${to}">${path}</a>`}</td>
      <td class="number">${bytes.toLocaleString('en')} B</td>
      <td class="hash">${hash}</td>
    </tr>`
  })
  const more = files.length - rows.length
  return markup`<h2>Files</h2>
    <table>
      <thead>
        <tr>
          <th>Path</th>
          <th>Size</th>
          <th>SHA-256</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${more > 0 ? markup`<p>… and ${more} more.</p>` : ''}`
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** Where the files of a maker's package lie. */
export function fileLink(folder: string): (path: string) => string {
  return (path) => hrefOf(`${folder}/${path}`)
}
