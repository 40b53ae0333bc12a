/**
 * Conditional questions appear and go while somebody answers; without this the server asks them. What is not asked is
 * out of the document, so that it is neither sent nor read.
 */
import { offerSuggestions } from './suggestions.ts'

interface Conditional {
  readonly node: HTMLElement
  /** Where the question stands while it is asked. */
  readonly place: Comment
}

const holder = document.querySelector<HTMLElement>('[data-questions]')
const form = holder?.closest('form')

function conditionals(within: HTMLElement): Conditional[] {
  const found: Conditional[] = []
  const selector = ':scope > template[data-waits], :scope > [data-shown-if], :scope > [data-categories]'
  for (const element of within.querySelectorAll<HTMLElement>(selector)) {
    const place = document.createComment('')
    element.before(place)
    const node = element instanceof HTMLTemplateElement ? element.content.firstElementChild : element
    if (element instanceof HTMLTemplateElement) element.remove()
    if (node instanceof HTMLElement) found.push({ node, place })
  }
  return found
}

/** In order, so that a chain of conditions is followed in one pass: what was taken out no longer answers. */
function isAsked({ node }: Conditional, answers: FormData): boolean {
  const { shownIf, shownIfValues = '', categories } = node.dataset
  if (categories !== undefined && !categories.split(' ').some(category => category === answers.get('category')))
    return false
  if (shownIf === undefined) return true
  const values = shownIfValues.split(' ')
  return answers.getAll(shownIf).some(answer => values.some(value => value === answer))
}

function labelOf(node: HTMLElement): string {
  return node.querySelector('legend, label, h3, .note')?.textContent?.trim() ?? ''
}

function follow(within: HTMLElement, sender: HTMLFormElement): void {
  const questions = conditionals(within)
  const status = within.querySelector('[data-announces]')

  function update(): void {
    const appeared: string[] = []
    let hasGone = false
    for (const question of questions) {
      const { node, place } = question
      const asked = isAsked(question, new FormData(sender))
      if (asked === node.isConnected) continue
      if (asked) {
        place.after(node)
        offerSuggestions(node)
        appeared.push(labelOf(node))
      } else {
        node.remove()
        hasGone = true
      }
    }
    announce(appeared, hasGone)
  }

  function announce(appeared: readonly string[], hasGone: boolean): void {
    if (status === null || (appeared.length === 0 && !hasGone)) return
    const { appeared: added = '', disappeared = '' } = within.dataset
    status.textContent = appeared.length > 0 ? `${added} ${appeared.join('; ')}` : disappeared
  }

  sender.addEventListener('change', update)
  // A form restored by the browser's history stands filled in before anybody changes it.
  update()
  window.addEventListener('pageshow', update)
  if (status !== null) status.textContent = ''
}

offerSuggestions(document)
if (holder !== null && form !== null && form !== undefined) follow(holder, form)
