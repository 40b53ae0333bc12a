import { readStars } from './storage.ts'

/** On the private page of a registration: offers to keep there the stars of this browser that it does not have yet. */
export function offerToKeep(form: HTMLFormElement): void {
  const starred = new Set((form.dataset['starred'] ?? '').split(' '))
  const missing = Object.keys(readStars(form.dataset['keepStars'] ?? '')).filter(reference => !starred.has(reference))
  const field = form.querySelector<HTMLInputElement>('[name="kept"]')
  if (field === null || missing.length === 0) return
  field.value = missing.join(' ')
  form.hidden = false
}
