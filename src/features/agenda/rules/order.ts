/** A list with one entry a step up or down; at the end of the list, or when it is not there, as it was. */
export function steppedOrder(order: readonly string[], entry: string, direction: 'up' | 'down'): string[] {
  const position = order.indexOf(entry)
  const target = direction === 'up' ? position - 1 : position + 1
  const other = order[target]
  if (position === -1 || other === undefined) return [...order]
  return order.map((one, index) => (index === position ? other : index === target ? entry : one))
}
