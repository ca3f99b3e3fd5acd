/** A place in the drawing. */
export type Place = { readonly x: number; readonly y: number }

export const WIDTH = 640
export const CENTRE: Place = { x: WIDTH / 2, y: 130 }

/** Where those stand who are connected: on an ellipse around this node, evenly. Names of many go on two rings, so that they don't cover each other. */
export function placesAround(count: number): Place[] {
  const crowded = count > 8
  return Array.from({ length: count }, (_, index) => {
    // One or two stand beside this node, more all around it.
    const angle = (index / count) * 2 * Math.PI - (count > 2 ? Math.PI / 2 : 0)
    const ring = crowded && index % 2 === 1 ? 0.62 : 1
    return {
      x: Math.round(CENTRE.x + Math.cos(angle) * 250 * ring),
      y: Math.round(CENTRE.y + Math.sin(angle) * 92 * ring),
    }
  })
}

/** A name that has room in the drawing. */
export function shortened(name: string, most = 16): string {
  const characters = Array.from(name)
  return characters.length <= most ? name : `${characters.slice(0, most - 1).join('')}…`
}
