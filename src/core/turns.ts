import { Busy } from './errors.ts'

/** Lets work through a few at a time. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>

/**
 * For what is heavy: `atOnce` work, `waiting` more stand in line, and whoever comes then is told to try again.
 * The function throws Busy (with `what` there is too much of) when the line is full.
 */
export function takingTurns({ atOnce, most, what }: { atOnce: number; most: number; what: string }): Turns {
  const waiting: (() => void)[] = []
  let running = 0
  return async work => {
    if (running >= atOnce) {
      if (waiting.length >= most) throw new Busy(`too many ${what}`)
      await new Promise<void>(resolve => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // Whoever waits takes over this place, so that nobody slips in between.
      if (next) next()
      else running--
    }
  }
}
