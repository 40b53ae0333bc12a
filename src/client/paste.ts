/**
 * A table copied from a word processor keeps its cells: the clipboard holds it as HTML too, and that goes along in a
 * hidden field. Without this script the plain text is sent alone, where a cell of several paragraphs is several lines.
 */
const longest = 4_000_000 // characters; what is more stays the plain text

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-paste]')) {
  const text = form.querySelector<HTMLTextAreaElement>('textarea[name="pasted"]')
  const markup = form.querySelector<HTMLInputElement>('input[name="markup"]')
  const said = form.querySelector<HTMLElement>('[data-pasted]')
  if (text === null || markup === null || said === null) continue
  const tell = (html: string) => {
    markup.value = html
    said.textContent = html === '' ? '' : (form.dataset['paste'] ?? '')
  }
  let isPasting = false
  text.addEventListener('paste', event => {
    const html = event.clipboardData?.getData('text/html') ?? ''
    const isWhole = text.selectionStart === 0 && text.selectionEnd === text.value.length
    // A table put among other text is only text; so is what was changed by hand afterwards.
    isPasting = isWhole && /<table[\s>]/i.test(html) && html.length < longest
    tell(isPasting ? html : '')
  })
  text.addEventListener('input', () => {
    if (!isPasting) tell('')
    isPasting = false
  })
}
