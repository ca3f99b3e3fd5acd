import { useQuery } from '@tanstack/react-query'
import type { FileInfo } from '@allmende/api/client'
import { Loading } from '../../parts/loading.tsx'
import { Markdown } from '../../parts/markdown.tsx'
import { Problem } from '../../parts/problem.tsx'
import { useClient } from '../../state/client.tsx'

/** A text file as letters; Markdown as it is meant. */
export function TextPreview({ thing, file }: { readonly thing: string; readonly file: FileInfo }) {
  const client = useClient()
  const text = useQuery({
    queryKey: ['text', file.hash],
    queryFn: async ({ signal }) => {
      const decoder = new TextDecoder()
      let all = ''
      for await (const part of client.file({ thing, path: file.path }, { signal }))
        all += decoder.decode(part, { stream: true })
      return all + decoder.decode()
    },
  })
  if (text.error) return <Problem error={text.error} again={false} />
  if (text.data === undefined) return <Loading />
  return /\.(?:md|markdown)$/i.test(file.path) ? (
    <Markdown text={text.data} top={3} />
  ) : (
    <pre className="text-preview">
      <code>{text.data}</code>
    </pre>
  )
}
