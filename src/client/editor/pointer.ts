/** Mouse, pen and finger: drag, resize, copy, choose. */
import { edgeScroll } from './edges.ts'
import { clearGhosts } from './ghosts.ts'
import { place, preview, toDay, unplace } from './placing.ts'
import { snapped, together } from './plan.ts'
import { release } from './refreshing.ts'
import { chosenWith, toggle } from './selection.ts'
import { columns, hold, known, minuteAt, minuteSize, roomsDrawn, root, sessionOf } from './store.ts'
import type { Placed, Session } from './types.ts'

/** Pixels that make a drag of a click, and milliseconds that make one of a touch. */
const threshold = 4
const touchMs = 350
const edge = { mouse: 8, touch: 16 }

interface Grip {
  readonly session: Session
  readonly chosen: readonly Session[]
  readonly isResize: boolean
  /** Minutes between the start of the session and the pointer. */
  readonly offset: number
  readonly start: PointerEvent
}

type Target =
  | { readonly kind: 'grid'; readonly placed: readonly Placed[] }
  | { readonly kind: 'pool' }
  | { readonly kind: 'day'; readonly date: string }
  | { readonly kind: 'none' }

export function listenToPointer(editor: HTMLElement): void {
  editor.addEventListener('dragstart', event => event.preventDefault())
  editor.addEventListener('pointerdown', begin)
  editor.addEventListener('pointermove', showEdge)
  editor.addEventListener('click', event => {
    const item = itemUnder(event)
    if (item === undefined || !(event.ctrlKey || event.metaKey || event.shiftKey)) return
    event.preventDefault()
    toggle(item.dataset['ref'] ?? '')
  })
}

function itemUnder(event: Event): HTMLElement | undefined {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('input, button, select, summary')) return undefined
  return target?.closest<HTMLElement>('li[data-ref]') ?? undefined
}

function isNearEdge(item: HTMLElement, event: PointerEvent): boolean {
  if (item.closest('.pool') !== null) return false
  const { bottom, height } = item.getBoundingClientRect()
  const reach = Math.min(event.pointerType === 'touch' ? edge.touch : edge.mouse, height / 3)
  return bottom - event.clientY <= reach
}

function showEdge(event: PointerEvent): void {
  if (event.buttons !== 0) return
  const item = itemUnder(event)
  item?.classList.toggle('ed-resize', isNearEdge(item, event))
}

function begin(event: PointerEvent): void {
  const item = itemUnder(event)
  const session = sessionOf(item?.dataset['ref'])
  if (item === undefined || session === undefined || event.button !== 0 || hold.isHeld) return
  if (event.ctrlKey || event.metaKey || event.shiftKey) return
  const isResize = isNearEdge(item, event)
  const offset = session.from === null ? Math.min(session.minutes / 2, 15) : minuteAt(event.clientY) - session.from
  waitForDrag({ session, chosen: isResize ? [session] : chosenWith(session), isResize, offset, start: event })
}

/** A mouse has to move a little, a finger has to stay for a moment: until then it is a click or a scroll. */
function waitForDrag(grip: Grip): void {
  const { start } = grip
  const waiting = new AbortController()
  const listen = { signal: waiting.signal }
  const isTouch = start.pointerType === 'touch'
  const lift = () => {
    waiting.abort()
    drag(grip)
  }
  const timer = isTouch ? setTimeout(lift, touchMs) : 0
  waiting.signal.addEventListener('abort', () => clearTimeout(timer))
  const moved = (event: PointerEvent) => {
    if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < threshold * (isTouch ? 2 : 1)) return
    if (isTouch) waiting.abort()
    else lift()
  }
  document.addEventListener('pointermove', moved, listen)
  document.addEventListener('pointerup', () => waiting.abort(), listen)
  document.addEventListener('pointercancel', () => waiting.abort(), listen)
}

function drag(grip: Grip): void {
  const dragging = new AbortController()
  const listen = { signal: dragging.signal }
  let last = grip.start
  let target: Target = { kind: 'none' }
  hold.isHeld = true
  root?.classList.add(grip.isResize ? 'resizing' : 'dragging')

  const follow = () => {
    target = grip.isResize ? resized(grip, last) : targetAt(grip, last)
    light(target)
    if (target.kind === 'grid') preview(target.placed, last.altKey && !grip.isResize)
    else clearGhosts()
  }
  const stop = () => {
    dragging.abort()
    root?.classList.remove('dragging', 'resizing')
    light({ kind: 'none' })
    release()
  }
  const giveUp = () => {
    clearGhosts()
    stop()
  }
  const drop = (event: PointerEvent) => {
    last = event
    follow()
    swallowClick()
    if (target.kind === 'grid') place(target.placed, event.altKey && !grip.isResize)
    else clearGhosts()
    if (target.kind === 'pool') unplace(grip.chosen)
    if (target.kind === 'day') toDay(grip.chosen, target.date)
    stop()
  }
  const move = (event: PointerEvent) => {
    last = event
    follow()
  }
  document.addEventListener('pointermove', move, listen)
  document.addEventListener('pointerup', drop, listen)
  document.addEventListener('pointercancel', giveUp, listen)
  document.addEventListener('keydown', event => event.key === 'Escape' && giveUp(), listen)
  // A finger that drags must not scroll.
  document.addEventListener('touchmove', event => event.preventDefault(), { ...listen, passive: false })
  edgeScroll(() => last, follow, dragging.signal)
  follow()
}

/** The click that ends a drag opens nothing. */
function swallowClick(): void {
  const once = new AbortController()
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  document.addEventListener('click', swallow, { capture: true, once: true, signal: once.signal })
  setTimeout(() => once.abort(), 50)
}

function resized({ session, start }: Grip, event: PointerEvent): Target {
  if (session.from === null) return { kind: 'none' }
  const { step } = known()
  const end = session.from + session.minutes + (event.clientY - start.clientY) / Math.max(0.01, minuteSize())
  const minutes = Math.max(step, snapped(end, step) - session.from)
  return { kind: 'grid', placed: [{ ...session, from: session.from, minutes }] }
}

function targetAt({ session, chosen, offset }: Grip, event: PointerEvent): Target {
  const { clientX, clientY } = event
  const under = (selector: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].find(one => isInside(one, clientX, clientY))
  const date = under('#ed-days a')?.dataset['day']
  if (date !== undefined) return { kind: 'day', date }
  if (under('[data-pool]') !== undefined) return { kind: session.from === null ? 'none' : 'pool' }
  if (under('#ed-board') === undefined) return { kind: 'none' }
  const column = columns().find(one => isBeside(one, clientX)) ?? columns()[0]
  const { step, first } = known()
  const from = Math.max(first, snapped(minuteAt(clientY) - offset, step))
  const room = column?.dataset['room'] ?? ''
  const placed = together(chosen, session, { from, room: room === '' ? null : room, columns: roomsDrawn() })
  return placed === undefined ? { kind: 'none' } : { kind: 'grid', placed }
}

function isInside(element: Element, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return left <= x && x < right && top <= y && y < bottom
}

function isBeside(column: Element, x: number): boolean {
  const { left, right } = column.getBoundingClientRect()
  return left <= x && x < right
}

function light(target: Target): void {
  document.querySelector('[data-pool]')?.classList.toggle('target', target.kind === 'pool')
  for (const day of document.querySelectorAll<HTMLElement>('#ed-days a'))
    day.classList.toggle('target', target.kind === 'day' && day.dataset['day'] === target.date)
}
