import { type Orbit, shifted, turned, zoomed } from './orbit.ts'

/** A drag over the whole picture goes half around. */
const ROUND = Math.PI
/** One notch of a wheel. */
const WHEEL = 0.0012

/** Mouse, pen, fingers and wheel: one turns, two move and bring closer. Ends with `signal`. */
export function followHands(
  element: HTMLElement,
  at: { get: () => Orbit; set: (orbit: Orbit) => void },
  signal: AbortSignal,
): void {
  const down = new Map<number, { x: number; y: number }>()
  const listen = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    listener: (event: HTMLElementEventMap[Name]) => void,
  ): void => element.addEventListener(name, listener, { signal, passive: false })
  listen('pointerdown', (event) => {
    element.setPointerCapture(event.pointerId)
    down.set(event.pointerId, { x: event.clientX, y: event.clientY })
  })
  for (const end of ['pointerup', 'pointercancel'] as const)
    listen(end, ({ pointerId }) => void down.delete(pointerId))
  listen('pointermove', (event) => {
    const before = down.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    const wide = Math.max(1, element.clientHeight)
    const [right, below] = [(now.x - before.x) / wide, (now.y - before.y) / wide]
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    if (other) at.set(pinched(at.get(), { before, now, other, right, below }))
    else if (event.shiftKey || event.buttons === 2) at.set(shifted(at.get(), -2 * right, 2 * below))
    else at.set(turned(at.get(), -right * ROUND, below * ROUND))
    down.set(event.pointerId, now)
  })
  listen('contextmenu', (event) => event.preventDefault())
  listen('wheel', (event) => {
    // Who scrolls past it wants to go on: it listens to the wheel once it was gone to.
    if (document.activeElement !== element) return
    event.preventDefault()
    at.set(zoomed(at.get(), Math.exp(event.deltaY * WHEEL)))
  })
}

type Place = { readonly x: number; readonly y: number }
type Pinch = {
  readonly before: Place
  readonly now: Place
  readonly other: Place
  readonly right: number
  readonly below: number
}

/** Each of two fingers does half of it. */
function pinched(orbit: Orbit, { before, now, other, right, below }: Pinch): Orbit {
  const apart = Math.max(1, Math.hypot(now.x - other.x, now.y - other.y))
  const was = Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
  return shifted(zoomed(orbit, was / apart), -right, below)
}
