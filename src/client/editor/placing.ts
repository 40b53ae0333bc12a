/** What every way of placing ends in: said, sent, or given back with the reason. */
import type { Why } from './clashes.ts'
import { clearGhosts, showGhosts } from './ghosts.ts'
import { judged, placeChanges, placing } from './plan.ts'
import { tell } from './saying.ts'
import { send } from './sending.ts'
import { known } from './store.ts'
import type { Change, Placed, Session } from './types.ts'
import { roomName, say, span, whyText } from './words.ts'

/** What is in the way of all of them. */
export function reasons(placed: readonly Placed[], isCopy: boolean): Map<string, Why[]> {
  const { sessions } = known()
  if (!isCopy) return judged(sessions, placed, known())
  // A copy stands beside its original, so it needs a name of its own to clash with it.
  const copies = placed.map(one => ({ ...one, reference: `${one.reference} copy`, signedUp: 0, accepted: false }))
  const whys = judged(sessions, copies, known())
  return new Map(placed.map(one => [one.reference, whys.get(`${one.reference} copy`) ?? []]))
}

/** Shows where they would stand, and why not. */
export function preview(placed: readonly Placed[], isCopy: boolean): Map<string, Why[]> {
  const whys = reasons(placed, isCopy)
  showGhosts(placed, whys, isCopy)
  return whys
}

/** Sends it, unless the server would refuse: then everything goes back and the reason is said. */
export function place(placed: readonly Placed[], isCopy: boolean): void {
  const data = known()
  const hard = [...reasons(placed, isCopy).values()].flat().filter(({ isHard }) => isHard)
  if (hard.length > 0) {
    clearGhosts()
    const why = [...new Set(hard.map(one => whyText(data, one)))].slice(0, 3).join(' ')
    return tell(say(data, 'refused', { why }), 'bad')
  }
  const changes: Change[] = isCopy
    ? placed.map(one => ({ kind: 'copy', reference: one.reference, to: placing(data.day, one) }))
    : placeChanges(data.day, data.sessions, placed)
  if (changes.length === 0) return clearGhosts()
  send(changes, isCopy ? 'copied' : 'moved', placedText(placed, isCopy))
}

function placedText(placed: readonly Placed[], isCopy: boolean): string {
  const data = known()
  const [first] = placed
  if (first === undefined) return ''
  const values = { title: first.title, span: span(data, first), room: roomName(data, first.room), n: placed.length }
  return say(data, placed.length > 1 ? 'placedMany' : isCopy ? 'copied' : 'placed', values)
}

/** Back among those without a time. */
export function unplace(sessions: readonly Session[]): void {
  const scheduled = sessions.filter(one => one.from !== null)
  const [first] = scheduled
  if (first === undefined) return
  const changes = scheduled.map(
    ({ reference, version }): Change => ({ kind: 'unplace', reference, lockVersion: version }),
  )
  const data = known()
  const isOne = scheduled.length === 1
  send(changes, 'unscheduled', isOne ? say(data, 'unplaced', { title: first.title }) : '')
}

/** The same times on another day. */
export function toDay(sessions: readonly Session[], date: string): void {
  const data = known()
  const scheduled = sessions.filter((one): one is Placed => one.from !== null)
  const [first] = scheduled
  if (first === undefined || date === data.day) return clearGhosts()
  const changes = scheduled.map((one): Change => {
    return { kind: 'place', reference: one.reference, lockVersion: one.version, to: placing(date, one) }
  })
  send(changes, 'moved', say(data, 'onDay', { title: first.title, name: data.days[date] ?? date }))
}
