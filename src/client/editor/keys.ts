/** The keyboard: what the mouse does, and what it does not. */
import { clearGhosts } from './ghosts.ts'
import { place, preview, unplace } from './placing.ts'
import { isBand, together } from './plan.ts'
import { focusItem, release } from './refreshing.ts'
import { tell } from './saying.ts'
import { choose, chosenWith, toggle } from './selection.ts'
import { send, step } from './sending.ts'
import { hold, items, known, roomsDrawn, sessionOf } from './store.ts'
import type { Placed, Session } from './types.ts'
import { roomName, say, span, whyText } from './words.ts'

/** Milliseconds after the last key: then a move is saved as one edit. */
const pause = 900

interface Lifted {
  readonly leader: string
  placed: readonly Placed[]
  isHard: boolean
}

let lifted: Lifted | undefined
let timer = 0

export function listenToKeys(editor: HTMLElement): void {
  editor.addEventListener('keydown', onItem)
  editor.addEventListener('focusout', () => {
    if (lifted !== undefined) (lifted.isHard ? takeBack : commit)()
  })
  document.addEventListener('keydown', anywhere)
}

function anywhere(event: KeyboardEvent): void {
  const isTyping =
    event.target instanceof Element && event.target.closest('input[type="text"], textarea, select, dialog')
  if (isTyping || !(event.ctrlKey || event.metaKey) || event.altKey) return
  const key = event.key.toLowerCase()
  if (key !== 'z' && key !== 'y') return
  event.preventDefault()
  if (lifted !== undefined) takeBack()
  else step(key === 'y' || event.shiftKey ? 'redo' : 'undo')
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

function onItem(event: KeyboardEvent): void {
  const item = event.target instanceof HTMLAnchorElement ? event.target.closest<HTMLElement>('li[data-ref]') : null
  const session = sessionOf(item?.dataset['ref'])
  if (item === null || session === undefined || event.ctrlKey || event.metaKey) return
  if (!isTaken(event, item, session)) return
  event.preventDefault()
  event.stopPropagation()
}

function isTaken(event: KeyboardEvent, item: HTMLElement, session: Session): boolean {
  const [down, right] = arrows[event.key] ?? []
  if (down !== undefined && right !== undefined) {
    if (event.altKey) focusNeighbour(item, down, right)
    else if (event.shiftKey) resize(session, down)
    else shift(session, down, right)
    return true
  }
  switch (event.key) {
    case 'Enter':
      if (lifted === undefined) return false
      commit()
      return true
    case 'Escape':
      if (lifted !== undefined) takeBack()
      else choose([])
      return true
    case ' ':
      toggle(session.reference)
      return true
    case 'Delete':
    case 'Backspace':
      unplace(chosenWith(session))
      return true
    case 'c':
    case 'C':
      copy(chosenWith(session))
      return true
    default:
      return false
  }
}

function copy(sessions: readonly Session[]): void {
  send(
    sessions.map(({ reference }) => ({ kind: 'copy', reference, to: null })),
    'copied',
    '',
  )
}

/** Where the session is, or is about to be. */
function current(session: Session): Session {
  return lifted?.placed.find(({ reference }) => reference === session.reference) ?? session
}

function shift(session: Session, down: number, right: number): void {
  const now = current(session)
  if (now.from === null) return right > 0 ? fromPool(session) : undefined
  const rooms = roomsDrawn()
  const column = rooms.indexOf(now.room ?? '') + (isBand(now) ? 0 : right)
  const room = rooms[column]
  if (right !== 0 && (room === undefined || isBand(now))) return
  const from = Math.max(known().first, now.from + down * known().step)
  const target = { from, room: room === undefined || room === '' ? null : room, columns: rooms }
  const placed = together(chosenWith(session), session, target)
  if (placed !== undefined) lift(session, placed)
}

function resize(session: Session, down: number): void {
  const now = current(session)
  if (now.from === null || down === 0) return
  const minutes = Math.max(known().step, now.minutes + down * known().step)
  lift(session, [{ ...now, from: now.from, minutes }])
}

/** The first gap of the day that is long enough, room by room. */
function fromPool(session: Session): void {
  const { first, last, opens, step: by } = known()
  for (const room of roomsDrawn()) {
    for (let from = Math.max(first, opens ?? first + 60); from + session.minutes <= last; from += by) {
      const placed = [{ ...session, from, room: room === '' ? null : room }]
      const whys = preview(placed, false).get(session.reference) ?? []
      if (whys.some(({ kind }) => kind === 'room' || kind === 'speaker' || kind === 'hours')) continue
      return lift(session, placed)
    }
  }
  clearGhosts()
}

function lift(session: Session, placed: readonly Placed[]): void {
  const whys = [...preview(placed, false).values()].flat()
  lifted = { leader: session.reference, placed, isHard: whys.some(({ isHard }) => isHard) }
  hold.isHeld = true
  const data = known()
  const now = placed.find(({ reference }) => reference === session.reference)
  if (now === undefined) return
  const said = say(data, 'moving', { title: now.title, span: span(data, now), room: roomName(data, now.room) })
  tell([said, ...new Set(whys.map(why => whyText(data, why)))].join(' '), lifted.isHard ? 'bad' : 'good')
  document
    .querySelector(`.ghost[data-ref="${CSS.escape(session.reference)}"]`)
    ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  clearTimeout(timer)
  // What cannot stand there waits for another key.
  if (!lifted.isHard) timer = setTimeout(commit, pause)
}

function commit(): void {
  const held = lifted
  if (held === undefined) return
  letGo()
  place(held.placed, false)
  release()
}

function takeBack(): void {
  const held = lifted
  if (held === undefined) return
  letGo()
  clearGhosts()
  const title = sessionOf(held.leader)?.title ?? ''
  tell(say(known(), 'back', { title }))
  release()
  focusItem(held.leader)
}

function letGo(): void {
  clearTimeout(timer)
  lifted = undefined
}

/** The nearest session in that direction. */
function focusNeighbour(item: HTMLElement, down: number, right: number): void {
  const centre = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { x: left + width / 2, y: top + height / 2 }
  }
  const here = centre(item)
  let best: { readonly item: HTMLElement; readonly far: number } | undefined
  for (const other of items()) {
    const { x, y } = centre(other)
    const [along, across] =
      down === 0 ? [(x - here.x) * right, Math.abs(y - here.y)] : [(y - here.y) * down, Math.abs(x - here.x)]
    const far = along + across * 2
    if (other !== item && along > 4 && (best === undefined || far < best.far)) best = { item: other, far }
  }
  best?.item.querySelector('a')?.focus()
}
