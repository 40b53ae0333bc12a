// Marks what is running on the pages of the programme. The server does not: a page that said it would change every minute.

const agenda = document.querySelector<HTMLElement>('[data-now]')

function mark(item: Element): void {
  const [start, end] = [...item.querySelectorAll('time')].map(time => Date.parse(time.dateTime))
  if (start === undefined || end === undefined) return
  const isRunning = start <= Date.now() && Date.now() < end
  item.classList.toggle('running-now', isRunning)
  const said = item.querySelector('.live')
  if (!isRunning) said?.remove()
  else if (said === null) item.querySelector('.meta')?.append(label())
}

function label(): HTMLElement {
  const live = document.createElement('span')
  live.className = 'live'
  live.textContent = ` · ${agenda?.dataset['now'] ?? ''}`
  return live
}

function markAll(): void {
  for (const item of agenda?.querySelectorAll('.session') ?? []) mark(item)
}

if (agenda !== null) {
  markAll()
  setInterval(markAll, 30_000)
}
