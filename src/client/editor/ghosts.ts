/** Shows where sessions would stand, with the reason where they could not. */
import type { Why } from './clashes.ts'
import { isBand } from './plan.ts'
import { bands, columnOf, itemOf, known } from './store.ts'
import type { Placed } from './types.ts'
import { span, whyText } from './words.ts'

const ghosts = new Map<string, HTMLElement>()

/** Draws, or moves, the ghost of each; `isCopy` leaves what is copied as it is. */
export function showGhosts(placed: readonly Placed[], whys: ReadonlyMap<string, readonly Why[]>, isCopy = false): void {
  for (const session of placed) {
    const ghost = ghosts.get(session.reference) ?? made(session.reference)
    if (ghost === undefined) continue
    const holder = isBand(session) ? bands() : (columnOf(session.room) ?? null)
    if (holder !== null && ghost.parentElement !== holder) holder.append(ghost)
    ghost.hidden = holder === null
    ghost.style.setProperty('--at', String(session.from - known().first))
    ghost.style.setProperty('--for', String(session.minutes))
    explain(ghost, session, whys.get(session.reference) ?? [])
    itemOf(session.reference)?.classList.toggle('lifted', !isCopy)
  }
}

function made(reference: string): HTMLElement | undefined {
  const item = itemOf(reference)
  if (item === null) return undefined
  const ghost = item.cloneNode(true) as HTMLElement
  for (const extra of ghost.querySelectorAll('input, .ed-who')) extra.remove()
  for (const link of ghost.querySelectorAll('a')) link.tabIndex = -1
  ghost.classList.remove('lifted', 'chosen', 'clash', 'doubt', 'changed', 'fresh')
  ghost.classList.add('ghost')
  ghost.setAttribute('aria-hidden', 'true')
  for (const name of ['--lane', '--of']) ghost.style.setProperty(name, '1')
  const why = document.createElement('span')
  why.className = 'ed-why'
  ghost.append(why)
  ghosts.set(reference, ghost)
  return ghost
}

function explain(ghost: HTMLElement, session: Placed, whys: readonly Why[]): void {
  const when = ghost.querySelector('.ed-when')
  if (when !== null) when.textContent = span(known(), session)
  const isHard = whys.some(one => one.isHard)
  ghost.classList.toggle('clash', isHard)
  ghost.classList.toggle('doubt', !isHard && whys.length > 0)
  const why = ghost.querySelector<HTMLElement>('.ed-why')
  if (why === null) return
  why.textContent = whys.map(one => whyText(known(), one)).join('\n')
  why.hidden = whys.length === 0
}

/** Takes them all away; everything is where it was. */
export function clearGhosts(): void {
  for (const [reference, ghost] of ghosts) {
    ghost.remove()
    itemOf(reference)?.classList.remove('lifted')
  }
  ghosts.clear()
}

/** The page was drawn anew, and them with it. */
export function forgetGhosts(): void {
  for (const ghost of ghosts.values()) ghost.remove()
  ghosts.clear()
}
