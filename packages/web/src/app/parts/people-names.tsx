import { shortName } from '../state/format.ts'

/** Somebody's name as they wrote it; the beginning of their id where they didn't. */
export function PersonName({ name, id }: { readonly name: string | null | undefined; readonly id: string }) {
  return (
    <span className="person" title={id}>
      {shortName(name, id)}
    </span>
  )
}
