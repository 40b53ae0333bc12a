/** What was loaded, by its name in the content; a name nobody loaded is a slip in the content. */
export class Named<Value> {
  readonly #values = new Map<string, Value>()
  readonly #what: string

  constructor(what: string) {
    this.#what = what
  }

  /** Remembers what was loaded under a name. */
  set(name: string, value: Value): void {
    this.#values.set(name, value)
  }

  /** What was loaded under a name; throws when nothing was. */
  of(name: string): Value {
    const value = this.#values.get(name)
    if (value === undefined) throw new Error(`the demonstration has no ${this.#what} ${name}`)
    return value
  }
}
