/**
 * The name to print beside an address in a mail: nothing when it looks like a web address, because mail programs make
 * links of such (SEC-35).
 */
export function mailName(person: { readonly givenName: string; readonly familyName: string }): string {
  const name = `${person.givenName} ${person.familyName}`.trim()
  return /:\/\/|www\.|[@/\\<>[\]()]|\S\.\S{2,}/i.test(name) ? '' : name
}

/** A name as it is printed on a ticket: `Mgr. Jana Nováková, Ph.D.` */
export function printedName(person: {
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
}): string {
  const name = [person.titleBefore, person.givenName, person.familyName].filter(part => part !== '').join(' ')
  return person.titleAfter === '' ? name : `${name}, ${person.titleAfter}`
}
