/** What the page shows and where: the data of the server and the elements that stand for it. */
import type { EditorData, Session } from './types.ts'

export const root = document.querySelector<HTMLFormElement>('[data-editor]')

const usual = { satellite: null, capacity: null, signedUp: 0, accepted: false }

function read(): EditorData {
  const sent: EditorData = JSON.parse(document.getElementById('ed-data')?.textContent ?? '{}')
  return { ...sent, sessions: sent.sessions.map(session => ({ ...usual, ...session })) }
}

let data = root === null ? undefined : read()

/** The programme as this page knows it. */
export function known(): EditorData {
  if (data === undefined) throw new Error('no editor on this page')
  return data
}

/** After a refresh. */
export function readAgain(): void {
  data = read()
}

export function sessionOf(reference: string | undefined): Session | undefined {
  return known().sessions.find(session => session.reference === reference)
}

/** While something is held, nothing is drawn anew under the hand. */
export const hold = { isHeld: false }

export function scroller(): HTMLElement | null {
  return document.getElementById('ed-board')
}

export function columns(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('.ed-col')]
}

export function roomsDrawn(): string[] {
  return columns().map(column => column.dataset['room'] ?? '')
}

export function columnOf(room: string | null): HTMLElement | undefined {
  return columns().find(column => column.dataset['room'] === (room ?? ''))
}

export function bands(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.ed-bands')
}

/** The element of a session in the grid or the pool; never its ghost. */
export function itemOf(reference: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`li[data-ref="${CSS.escape(reference)}"]:not(.ghost)`)
}

export function items(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('li[data-ref]:not(.ghost)')]
}

/** Pixels that a minute is tall. */
export function minuteSize(): number {
  const height = columns()[0]?.getBoundingClientRect().height ?? 0
  return height / Math.max(1, known().last - known().first)
}

/** The minute of the day at a height of the window. */
export function minuteAt(clientY: number): number {
  const top = columns()[0]?.getBoundingClientRect().top ?? 0
  return known().first + (clientY - top) / Math.max(0.01, minuteSize())
}
