import type { ReactNode } from 'react'

/** What may be wider than the window, and is scrolled across by keyboard too, which needs the focus. */
export function ScrollAcross({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a group that scrolls has nothing else in it to focus
    <div className="scroll-x" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
