import { openXml, XmlStopped } from '../../../core/xml.ts'

/** An element with everything in it; only small ones are ever built. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
  readonly children: XmlElement[]
}

/** What stands at the root instead of what was expected. */
export class OtherRoot extends Error {}

/** Takes what is inside a container, one child after another; `path` are the containers it stands in, the root first. */
export type TakeElement = (element: XmlElement, path: readonly XmlElement[]) => void

/**
 * Reads XML as it comes, without a tree of the whole: children of containers are handed over and forgotten. Throws
 * XmlStopped (not well-formed, a DOCTYPE, nested without end) and OtherRoot.
 * @param isContainer whether an element at this path (names, the root first) is only a frame for its children
 */
export function openXmlTree(root: string, isContainer: (path: string) => boolean, take: TakeElement) {
  const open: { element: XmlElement; path: string; isContainer: boolean }[] = []
  const xml = openXml({
    open(name, attributes) {
      if (open.length === 0 && name !== root) throw new OtherRoot(name)
      const parent = open.at(-1)
      const path = parent ? `${parent.path}/${name}` : name
      const isFrame = isContainer(path) && (parent === undefined || parent.isContainer)
      open.push({ element: { name, attributes, text: '', children: [] }, path, isContainer: isFrame })
    },
    text(text) {
      const current = open.at(-1)
      if (current && !current.isContainer) current.element.text += text
    },
    close() {
      const closed = open.pop()
      const parent = open.at(-1)
      if (!closed || !parent || closed.isContainer) return
      if (parent.isContainer)
        take(
          closed.element,
          open.map(one => one.element),
        )
      else parent.element.children.push(closed.element)
    },
  })
  return { write: (piece: string) => xml.write(piece.replace(illegal, '')), end: xml.end }
}

/** What XML 1.0 §2.2 forbids and broken exporters write all the same. */
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** The text of the first child of that name; '' when there is none. */
export function childText(element: XmlElement, name: string): string {
  const child = element.children.find(one => one.name === name)
  return child?.text.trim() ?? ''
}

/** The children of the child of that name: `<links><link/>…`. */
export function grandchildren(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(one => one.name === name).flatMap(one => one.children)
}

/** Why reading stopped, as far as an error of it says so. */
export function stopOf(error: unknown): XmlStopped['problem'] | undefined {
  return error instanceof XmlStopped ? error.problem : undefined
}
