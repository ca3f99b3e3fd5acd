/** One of several, with what it means. */
export function Choice({
  group,
  checked,
  onChoose,
  name,
  aside,
  why,
}: {
  readonly group: string
  readonly checked: boolean
  readonly onChoose: () => void
  readonly name: string
  readonly aside?: string
  readonly why: string
}) {
  return (
    <label className="choice">
      <input type="radio" name={group} checked={checked} onChange={onChoose} />
      <span>
        <strong>{name}</strong> {aside !== undefined && <span className="soft">{aside}</span>}
        <span className="soft">{why}</span>
      </span>
    </label>
  )
}
