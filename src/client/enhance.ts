/**
 * Comfort for those whose browser runs scripts; every page works without it.
 * Parses pages with XMLHttpRequest, because the content security policy (Trusted Types) allows no HTML from strings.
 */

const pause = 300 // ms after the last keystroke

function focusErrorSummary(): void {
  document.querySelector<HTMLElement>('.error-summary')?.focus()
}

/** A checkbox `data-select-all="name"` ticks every checkbox of that name in its form. */
function selectAll(): void {
  for (const all of document.querySelectorAll<HTMLInputElement>('input[data-select-all]')) {
    const boxes = () => [
      ...(all.form?.querySelectorAll<HTMLInputElement>(`input[name="${all.dataset['selectAll'] ?? ''}"]`) ?? []),
    ]
    all.hidden = false
    all.addEventListener('change', () => {
      for (const box of boxes()) box.checked = all.checked
      countTicked()
    })
    all.form?.addEventListener('change', event => {
      if (event.target === all) return
      const ticked = boxes().filter(box => box.checked).length
      all.checked = ticked > 0 && ticked === boxes().length
      all.indeterminate = ticked > 0 && !all.checked
    })
  }
}

/** An element `data-ticked="name"` says how many checkboxes of that name in its form are ticked (`#` in `data-some`). */
function countTicked(): void {
  for (const said of document.querySelectorAll<HTMLElement>('[data-ticked]')) {
    const name = said.dataset['ticked'] ?? ''
    const ticked = said.closest('form')?.querySelectorAll(`input[name="${name}"]:checked`).length ?? 0
    const { some = '', none = '' } = said.dataset
    said.textContent = ticked === 0 ? none : some.replace('#', String(ticked))
  }
}

/** A GET form `.toolbar[data-results="id"]` refreshes the element of that id while somebody types or chooses. */
function searchAsYouType(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form.toolbar[data-results]')) {
    let timer = 0
    let request: XMLHttpRequest | undefined
    const refresh = () => {
      request?.abort()
      const query = new URLSearchParams()
      for (const [name, value] of new FormData(form))
        if (typeof value === 'string' && value !== '') query.append(name, value)
      request = load(`${location.pathname}?${query.toString()}`, form.dataset['results'] ?? '')
    }
    const later = () => {
      clearTimeout(timer)
      timer = setTimeout(refresh, pause)
    }
    form.addEventListener('input', later)
  }
}

function load(address: string, id: string): XMLHttpRequest {
  const request = new XMLHttpRequest()
  request.open('GET', address)
  request.responseType = 'document'
  request.addEventListener('load', () => {
    const fresh = request.responseXML?.getElementById(id)
    if (request.status !== 200 || !fresh) return location.assign(address)
    document.getElementById(id)?.replaceWith(document.adoptNode(fresh))
    history.replaceState(null, '', address)
    // A live region must outlive the change it tells of, so the new count is copied into one that stays.
    const count = fresh.querySelector('[data-count]')?.textContent ?? ''
    for (const region of document.querySelectorAll('[data-announce]')) region.textContent = count
    selectAll()
    countTicked()
  })
  request.send()
  return request
}

/** On a phone the navigation scrolls sideways: the page one is on is brought into sight. */
function showCurrentPage(): void {
  document.querySelector('.org-nav a[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
}

focusErrorSummary()
showCurrentPage()
selectAll()
countTicked()
document.addEventListener('change', countTicked)
searchAsYouType()
