/**
 * A text field `data-suggest="address"` offers what the address answers for the typed text, as the combobox pattern of
 * the ARIA practices has it. Whatever is typed stays allowed.
 */

interface Suggestions {
  readonly label: string
  readonly said: string
  readonly suggestions: readonly string[]
}

const pause = 200 // ms after the last keystroke
let made = 0

/** Readies the fields below `root` that have not been readied yet. */
export function offerSuggestions(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>('input[data-suggest]:not([role])')) ready(input)
}

function ready(input: HTMLInputElement): void {
  const { wrapper, list, status } = surround(input)
  let timer = 0
  let asked = ''

  async function ask(): Promise<void> {
    asked = input.value.trim()
    if (asked.length < 2) return close()
    const query = asked
    const answer = await fetch(`${input.dataset['suggest'] ?? ''}?q=${encodeURIComponent(query)}`).catch(
      () => undefined,
    )
    // Somebody typed on, or left the field: an old answer must not cover the new one.
    if (!answer?.ok || query !== asked || document.activeElement !== input) return
    const { label, said, suggestions }: Suggestions = await answer.json()
    list.setAttribute('aria-label', label)
    list.replaceChildren(...suggestions.map(text => optionOf(text, choose)))
    status.textContent = said
    input.setAttribute('aria-expanded', String(suggestions.length > 0))
    list.hidden = suggestions.length === 0
    activate(undefined)
  }

  function close(): void {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    activate(undefined)
  }

  function choose(text: string): void {
    input.value = text
    asked = text
    close()
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }

  function activate(option: Element | undefined): void {
    for (const each of list.children) each.setAttribute('aria-selected', String(each === option))
    if (option === undefined) return input.removeAttribute('aria-activedescendant')
    input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  function move(step: 1 | -1): void {
    const options = [...list.children]
    const current = options.findIndex(option => option.getAttribute('aria-selected') === 'true')
    const next = current < 0 && step < 0 ? options.length - 1 : (current + step + options.length) % options.length
    activate(options[next])
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), pause)
  })
  input.addEventListener('keydown', event => {
    if (list.hidden) return
    const active = list.querySelector('[aria-selected="true"]')
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && active !== null) choose(active.textContent ?? '')
    else return
    event.preventDefault()
  })
  wrapper.addEventListener('focusout', close)
}

function surround(input: HTMLInputElement): { wrapper: HTMLElement; list: HTMLElement; status: HTMLElement } {
  const [wrapper, list, status] = [
    document.createElement('div'),
    document.createElement('ul'),
    document.createElement('p'),
  ]
  wrapper.className = 'suggest'
  list.id = `suggestions-${(made += 1)}`
  list.setAttribute('role', 'listbox')
  list.hidden = true
  status.className = 'hidden'
  status.setAttribute('role', 'status')
  input.before(wrapper)
  wrapper.append(input, list, status)
  const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id }
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value)
  input.autocomplete = 'off'
  return { wrapper, list, status }
}

function optionOf(text: string, choose: (text: string) => void): HTMLElement {
  const option = document.createElement('li')
  option.id = `suggestion-${(made += 1)}`
  option.setAttribute('role', 'option')
  option.textContent = text
  // Before the field loses the focus and the list closes.
  option.addEventListener('pointerdown', event => {
    event.preventDefault()
    choose(text)
  })
  return option
}
