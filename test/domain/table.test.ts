import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildTable,
  byName,
  findGroup,
  listRows,
  orderOf,
  slice,
  withRow,
  withoutRow,
} from '../../src/domain/table.ts'
import type { Table } from '../../src/domain/table.ts'

interface Named {
  readonly uuid: string
  readonly name: string
}

const row = fc.record({ uuid: fc.nat(400).map(String), name: fc.string({ maxLength: 2 }) })
const write = fc.record({ row, isDropped: fc.boolean(), isRead: fc.boolean() })
const rowsAtFirst = fc.uniqueArray(row, {
  selector: ({ uuid }) => uuid,
  maxLength: 300,
  size: 'max',
})

/** Rows without a name are in no group. */
const keys = { order: byName, groups: { first: ({ name }: Named) => name[0] ?? null } }

const sortRows = (rows: ReadonlyMap<string, Named>) => [...rows.values()].sort(byName)

const firstOf = ({ name }: Named) => name[0] ?? ''

function expectRows(table: Table<Named>, wanted: readonly Named[], firsts: Iterable<string>): void {
  expect(listRows(table)).toEqual(wanted)
  for (const first of firsts)
    expect(findGroup(table, 'first', first).keysArray()).toEqual(
      first === '' ? [] : wanted.filter((one) => firstOf(one) === first),
    )
}

describe('A table', () => {
  it('has the same page at any place of its order, whatever was written before', () => {
    fc.assert(
      fc.property(
        rowsAtFirst,
        fc.array(write, { maxLength: 20 }),
        fc.nat(330),
        fc.nat(330),
        (rows, writes, start, length) => {
          let table = buildTable({ order: byName, groups: {} }, rows)
          for (const { row: written, isDropped } of writes) {
            table = isDropped ? withoutRow(table, written.uuid) : withRow(table, written)
            const page = slice(orderOf(table), start, start + length)

            expect(page).toEqual(listRows(table).slice(start, start + length))
          }
        },
      ),
      { seed: 17, numRuns: 200 },
    )
  })

  it('has its rows in order and in their groups, however many were written since somebody looked', () => {
    fc.assert(
      fc.property(rowsAtFirst, fc.array(write, { maxLength: 400, size: 'max' }), (rows, writes) => {
        let table = buildTable(keys, rows)
        const model = new Map(rows.map((one) => [one.uuid, one]))
        const versions: [Table<Named>, Named[]][] = [[table, sortRows(model)]]
        for (const { row: written, isDropped, isRead } of writes) {
          table = isDropped ? withoutRow(table, written.uuid) : withRow(table, written)
          if (isDropped) model.delete(written.uuid)
          else model.set(written.uuid, written)
          if (isRead && versions.length < 8) versions.push([table, sortRows(model)])
        }
        const firsts = new Set([...rows, ...writes.map((one) => one.row)].map(firstOf))
        expectRows(table, sortRows(model), firsts)
        for (const [version, wanted] of versions) expectRows(version, wanted, firsts)
      }),
      { seed: 17, numRuns: 100 },
    )
  })
})
