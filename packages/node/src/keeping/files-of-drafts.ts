import type { Content } from '@allmende/files'
import type { CoreKey } from '@allmende/vocabulary'
import type { OpenCommons } from '../commons-book.ts'
import { listedOf } from '../drafts/file-references.ts'
import type { Parts } from '../parts.ts'

/**
 * The content that drafts refer to and that lies in one of these cores. What was attached to a draft may be nowhere else:
 * no version speaks of it before the draft is published.
 */
export async function filesOfDrafts(
  parts: Parts,
  commons: OpenCommons,
  cores: ReadonlySet<CoreKey>,
): Promise<Content[]> {
  const found: Content[] = []
  for (const draft of parts.drafts.known(commons.id)) {
    const { files } = await parts.desk.use(commons.id, draft, (handle) => handle.parts())
    const entries = files
      .map(({ path, content }) => listedOf(path, content))
      .filter((entry) => entry !== null)
      .filter(({ core }) => cores.has(core))
    if (entries.length > 0) found.push({ entries })
  }
  return found
}
