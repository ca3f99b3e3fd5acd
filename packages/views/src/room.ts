/** A bounded number of bytes under way. Whoever finds no room waits in line, so that nobody is overtaken for ever. */
export interface Room {
  /** Resolves when there is room. More than the whole room is let in when nothing else is under way. */
  enter(bytes: number): Promise<void>
  leave(bytes: number): void
}

export function createRoom(limit: number): Room {
  const line: { bytes: number; enter: () => void }[] = []
  let used = 0
  const fits = (bytes: number) => used === 0 || used + bytes <= limit
  return {
    async enter(bytes) {
      if (line.length > 0 || !fits(bytes)) {
        await new Promise<void>((enter) => line.push({ bytes, enter }))
        return
      }
      used += bytes
    },
    leave(bytes) {
      used -= bytes
      while (line.length > 0 && fits(line[0]!.bytes)) {
        const { bytes: next, enter } = line.shift()!
        used += next
        enter()
      }
    },
  }
}
