import { type Block, longestCell, mostColumns, mostLines, type RefusedTable, refused } from './types.ts'

interface Cell {
  columns: number
  /** Rows it stands in, its own too. */
  readonly rows: number
  text: string
}

interface OpenTable {
  readonly rows: string[][]
  /** By column, what a cell further up still says here. */
  readonly hanging: Map<number, { text: string; rows: number }>
  row: string[]
  isRowOpen: boolean
  cell: Cell | undefined
}

/** Characters of all lines and cells together. */
const mostText = 24_000_000

const within = (count: number, most: number) => (Number.isInteger(count) ? Math.min(Math.max(count, 1), most) : 1)

/**
 * Puts blocks together from what a reader of a format meets. A table within a cell becomes lines of that cell. A cell
 * that spans rows says its text in each of them; one that spans columns only in the first.
 */
export class BlockBuilder {
  readonly #blocks: Block[] = []
  #table: OpenTable | undefined
  #depth = 0
  #line = ''
  #length = 0
  #problem: RefusedTable | undefined

  openTable(): void {
    this.#depth += 1
    if (this.#depth > 1) return this.breakLine()
    this.#endLine()
    this.#table = { rows: [], hanging: new Map(), row: [], isRowOpen: false, cell: undefined }
  }

  closeTable(): void {
    this.#depth = Math.max(0, this.#depth - 1)
    if (this.#depth > 0 || this.#table === undefined) return
    this.closeRow()
    this.#blocks.push({ kind: 'table', rows: this.#table.rows })
    this.#table = undefined
  }

  openRow(): void {
    if (this.#depth !== 1 || this.#table === undefined) return
    this.closeRow()
    this.#table.isRowOpen = true
  }

  closeRow(): void {
    if (this.#depth > 1) return this.breakLine()
    const table = this.#table
    if (table === undefined || !table.isRowOpen) return
    this.closeCell()
    this.#hang(table)
    table.isRowOpen = false
    if (table.row.length > 0) table.rows.push(table.row)
    table.row = []
    if (table.rows.length > mostLines) this.#problem ??= refused('too-many-rows')
  }

  openCell(columns = 1, rows = 1): void {
    // What is refused already is not taken further: cells that hang into every row after them grow without end.
    if (this.#depth !== 1 || this.#table === undefined || this.#problem !== undefined) return
    if (!this.#table.isRowOpen) this.openRow()
    this.closeCell()
    this.#table.cell = { columns: within(columns, mostColumns), rows: within(rows, mostLines), text: '' }
  }

  /** How many columns the open cell takes, where a format says so only inside of it. */
  widenCell(columns: number): void {
    const cell = this.#depth === 1 ? this.#table?.cell : undefined
    if (cell !== undefined) cell.columns = within(columns, mostColumns)
  }

  closeCell(): void {
    if (this.#depth > 1) return this.text(' ')
    const table = this.#table
    const cell = table?.cell
    if (table === undefined || cell === undefined) return
    this.#hang(table)
    const column = table.row.length
    const text = cell.text.trim().slice(0, longestCell + 1)
    for (let at = 0; at < cell.columns; at += 1) {
      table.row.push(at === 0 ? text : '')
      if (cell.rows > 1) table.hanging.set(column + at, { text: at === 0 ? text : '', rows: cell.rows - 1 })
    }
    table.cell = undefined
    if (table.row.length > mostColumns * 2) this.#problem ??= refused('too-many-columns')
  }

  /** The row goes on from the same column of the one above: how word processors write what HTML calls `rowspan`. */
  repeatAbove(): void {
    const table = this.#table
    if (this.#depth !== 1 || table?.cell === undefined) return
    table.cell.text = table.rows.at(-1)?.[table.row.length] ?? ''
  }

  text(text: string): void {
    this.#length += text.length
    if (this.#length > mostText) this.#problem ??= refused('too-big')
    if (this.#problem !== undefined) return
    if (this.#table === undefined) this.#line += text
    else if (this.#table.cell !== undefined) this.#table.cell.text += text
  }

  /** A jump to the next tab stop: in a line outside of tables it is what cells are. */
  tab(): void {
    this.text(this.#table === undefined ? '\t' : ' ')
  }

  /** The end of a paragraph, or a break within one. */
  breakLine(): void {
    if (this.#table === undefined) return this.#endLine()
    const cell = this.#table.cell
    if (cell !== undefined && !cell.text.endsWith('\n')) cell.text += '\n'
  }

  /** All there was, or why it is too much. */
  end(): Block[] | RefusedTable {
    while (this.#depth > 0) this.closeTable()
    this.#endLine()
    return this.#problem ?? this.#blocks
  }

  #endLine(): void {
    const text = this.#line.trim()
    if (text !== '') this.#blocks.push({ kind: 'line', text })
    this.#line = ''
  }

  /** What hangs over from cells above, where the row has come to it. */
  #hang(table: OpenTable): void {
    if (this.#problem !== undefined) return
    for (let over = table.hanging.get(table.row.length); over; over = table.hanging.get(table.row.length)) {
      const column = table.row.length
      table.row.push(over.text)
      over.rows -= 1
      if (over.rows === 0) table.hanging.delete(column)
    }
  }
}
