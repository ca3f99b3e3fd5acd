/** Where the camera stands around the middle of a model, seen as on a globe. Pure: the viewer draws what this says. */
export type Orbit = {
  /** Around the upright axis, in radians. */
  readonly round: number
  /** Above the ground, in radians. */
  readonly up: number
  /** In radii of the model. */
  readonly away: number
  /** How far the middle of the picture was moved, in radii, right and up. */
  readonly aside: readonly [number, number]
}

export const AT_FIRST: Orbit = { round: -0.9, up: 0.5, away: 3.2, aside: [0, 0] }

const STEEPEST = 1.5
const NEAREST = 1.05
const FARTHEST = 20
const MOST_ASIDE = 2

export function turned(orbit: Orbit, round: number, up: number): Orbit {
  return { ...orbit, round: orbit.round + round, up: within(orbit.up + up, -STEEPEST, STEEPEST) }
}

export function zoomed(orbit: Orbit, by: number): Orbit {
  return { ...orbit, away: within(orbit.away * by, NEAREST, FARTHEST) }
}

export function shifted(orbit: Orbit, right: number, up: number): Orbit {
  const [x, y] = orbit.aside
  return {
    ...orbit,
    aside: [within(x + right, -MOST_ASIDE, MOST_ASIDE), within(y + up, -MOST_ASIDE, MOST_ASIDE)],
  }
}

const STEP = Math.PI / 18
const CLOSER = 0.85
const ASIDE = 0.1

/** What a key does; null: nothing, and the browser has it. */
export function byKey(orbit: Orbit, { key, shiftKey }: { key: string; shiftKey: boolean }): Orbit | null {
  switch (key) {
    case 'ArrowLeft':
      return shiftKey ? shifted(orbit, -ASIDE, 0) : turned(orbit, -STEP, 0)
    case 'ArrowRight':
      return shiftKey ? shifted(orbit, ASIDE, 0) : turned(orbit, STEP, 0)
    case 'ArrowUp':
      return shiftKey ? shifted(orbit, 0, ASIDE) : turned(orbit, 0, STEP)
    case 'ArrowDown':
      return shiftKey ? shifted(orbit, 0, -ASIDE) : turned(orbit, 0, -STEP)
    case '+':
    case '=':
      return zoomed(orbit, CLOSER)
    case '-':
      return zoomed(orbit, 1 / CLOSER)
    case 'Home':
    case '0':
      return AT_FIRST
    default:
      return null
  }
}

/** From the middle of the model to the camera, in radii; the third axis is up. */
export function cameraAt({ round, up, away }: Orbit): [number, number, number] {
  return [away * Math.cos(up) * Math.cos(round), away * Math.cos(up) * Math.sin(round), away * Math.sin(up)]
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
