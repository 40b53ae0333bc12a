/**
 * Elements for other people's sites:
 *
 *     <script type="module" src="https://…/js/embed.js"></script>
 *     <pozvanka-agenda event="clusters-meet-regions" lang="cs"></pozvanka-agenda>
 *     <pozvanka-registration event="clusters-meet-regions" lang="cs"></pozvanka-registration>
 *
 * They show the same pages a frame would, in a shadow tree that neither takes the site's styles nor changes them.
 * Without a script the content between the tags stays, so a link belongs there.
 */

const origin = new URL(import.meta.url).origin

class Embedded extends HTMLElement {
  static readonly observedAttributes = ['event', 'lang', 'day']
  private request: XMLHttpRequest | undefined

  connectedCallback(): void {
    this.show()
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.show()
  }

  private show(): void {
    const event = this.getAttribute('event') ?? ''
    if (!/^[a-z0-9-]+$/.test(event)) return
    const lang = this.getAttribute('lang')?.startsWith('cs') ? 'cs' : 'en'
    const part = this.localName === 'pozvanka-agenda' ? 'agenda' : 'registration'
    const address = new URL(`/${lang}/events/${event}/embed/${part}`, origin)
    const day = this.getAttribute('day')
    if (day !== null) address.searchParams.set('day', day)
    this.load(address)
  }

  private load(address: URL): void {
    this.request?.abort()
    const request = new XMLHttpRequest()
    this.request = request
    request.open('GET', address)
    request.responseType = 'document'
    request.addEventListener('load', () => {
      const part = request.responseXML?.querySelector<HTMLElement>('#embedded')
      if (request.status === 200 && part) this.put(part)
    })
    request.send()
  }

  private put(part: HTMLElement): void {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    const style = document.createElement('link')
    style.rel = 'stylesheet'
    style.href = new URL('/css/embed.css', origin).href
    const isUsed = root.activeElement !== null
    root.replaceChildren(style, document.adoptNode(part))
    for (const link of part.querySelectorAll<HTMLAnchorElement>('.embed-days a'))
      link.addEventListener('click', event => {
        event.preventDefault()
        this.load(new URL(link.href))
      })
    // Whoever chose a day by the keyboard goes on from it.
    if (isUsed) part.querySelector<HTMLAnchorElement>('.embed-days a[aria-current]')?.focus()
  }
}

customElements.define('pozvanka-agenda', class extends Embedded {})
customElements.define('pozvanka-registration', class extends Embedded {})
