const toast = document.getElementById('ed-said')
let timer = 0

/** Says it to everybody: at the foot of the window, and through the status region to those who do not see it. */
export function tell(text: string, kind: 'good' | 'bad' = 'good'): void {
  if (toast === null || text === '') return
  toast.hidden = false
  toast.classList.toggle('bad', kind === 'bad')
  toast.textContent = text
  clearTimeout(timer)
  timer = setTimeout(
    () => {
      toast.hidden = true
    },
    kind === 'bad' ? 9_000 : 4_000,
  )
}
