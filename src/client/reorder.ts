/**
 * Rows of a table are dragged by their grip with a pointer. Keyboards have the buttons and the position field of each
 * row, which this sends as well: what is dropped is moved by the server, which may refuse.
 */

function readyRow(row: HTMLTableRowElement, body: HTMLElement): void {
  const grip = row.querySelector<HTMLElement>('[data-grip]')
  const position = row.querySelector<HTMLInputElement>('input[name="position"]')
  if (grip === null || position === null) return
  grip.hidden = false
  grip.ariaHidden = 'true'
  grip.addEventListener('pointerdown', start => {
    if (start.button !== 0) return
    start.preventDefault()
    drag(row, body, position)
  })
}

function drag(row: HTMLTableRowElement, body: HTMLElement, position: HTMLInputElement): void {
  const before = [...body.children]
  const moving = new AbortController()
  const listen = { signal: moving.signal }
  row.classList.add('dragged')

  function follow(pointer: PointerEvent): void {
    const next = [...body.children].find(other => other !== row && middleOf(other) > pointer.clientY) ?? null
    if (next !== row.nextElementSibling) body.insertBefore(row, next)
  }

  function stop(): void {
    moving.abort()
    row.classList.remove('dragged')
  }

  function drop(): void {
    stop()
    const place = [...body.children].indexOf(row)
    if (place === before.indexOf(row)) return
    position.value = String(place + 1)
    position.form?.requestSubmit()
  }

  function giveUp(): void {
    stop()
    body.replaceChildren(...before)
  }

  document.addEventListener('pointermove', follow, listen)
  document.addEventListener('pointerup', drop, listen)
  document.addEventListener('pointercancel', giveUp, listen)
  document.addEventListener('keydown', event => event.key === 'Escape' && giveUp(), listen)
}

function middleOf(element: Element): number {
  const { top, height } = element.getBoundingClientRect()
  return top + height / 2
}

for (const body of document.querySelectorAll<HTMLElement>('[data-reorder]')) {
  for (const row of body.querySelectorAll('tr')) readyRow(row, body)
}
