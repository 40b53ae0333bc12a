/** What is chosen: the ticked boxes of the list and the pool, shown in the grid as well. */
import { tell } from './saying.ts'
import { items, known, root, sessionOf } from './store.ts'
import type { Session } from './types.ts'
import { say } from './words.ts'

function boxes(): HTMLInputElement[] {
  return [...(root?.querySelectorAll<HTMLInputElement>('input[name="session"]') ?? [])]
}

const referenceOf = (box: HTMLInputElement) => box.value.split(':')[0] ?? ''

export function chosenReferences(): string[] {
  return boxes()
    .filter(box => box.checked)
    .map(referenceOf)
}

/** The session under the hand, with the others when it is one of the chosen. */
export function chosenWith(session: Session): Session[] {
  const references = chosenReferences()
  if (!references.includes(session.reference)) return [session]
  return references.flatMap(reference => sessionOf(reference) ?? [])
}

export function choose(references: readonly string[]): void {
  const wanted = new Set(references)
  for (const box of boxes()) {
    box.checked = wanted.has(referenceOf(box))
    wanted.delete(referenceOf(box))
  }
  for (const reference of wanted) addBox(reference)
  changed()
}

/** A day whose list is not drawn has no boxes: the form gets one for what is chosen in the grid. */
function addBox(reference: string): void {
  const session = sessionOf(reference)
  if (session === undefined) return
  const box = document.createElement('input')
  Object.assign(box, {
    type: 'checkbox',
    name: 'session',
    value: `${reference}:${session.version}`,
    checked: true,
    hidden: true,
  })
  root?.append(box)
}

export function toggle(reference: string): void {
  const chosen = chosenReferences()
  choose(chosen.includes(reference) ? chosen.filter(one => one !== reference) : [...chosen, reference])
  const n = chosenReferences().length
  tell(n === 0 ? say(known(), 'noneChosen') : say(known(), 'chosen', { n }))
}

/** The bar below counts what is ticked when it hears of a change. */
function changed(): void {
  root?.dispatchEvent(new Event('change', { bubbles: true }))
  markChosen()
}

export function markChosen(): void {
  const chosen = new Set(chosenReferences())
  for (const item of items()) item.classList.toggle('chosen', chosen.has(item.dataset['ref'] ?? ''))
}
