/** The organiser's own words for one mail; an empty one leaves what the original says. */
export interface Wording {
  readonly subject: string
  readonly heading: string
  readonly body: string
}
