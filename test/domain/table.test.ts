import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildTable, byName, listRows, slice, withRow, withoutRow } from '../../src/domain/table.ts'

const row = fc.record({ uuid: fc.nat(400).map(String), name: fc.string({ maxLength: 2 }) })
const write = fc.record({ row, isDropped: fc.boolean() })

describe('A table', () => {
  it('has the same page at any place of its order, whatever was written before', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { selector: ({ uuid }) => uuid, maxLength: 300, size: 'max' }),
        fc.array(write, { maxLength: 20 }),
        fc.nat(330),
        fc.nat(330),
        (rows, writes, start, length) => {
          let table = buildTable({ order: byName, groups: {} }, rows)
          for (const { row: written, isDropped } of writes) {
            table = isDropped ? withoutRow(table, written.uuid) : withRow(table, written)
            const page = slice(table.ordered, start, start + length)

            expect(page).toEqual(listRows(table).slice(start, start + length))
          }
        },
      ),
      { seed: 17, numRuns: 200 },
    )
  })
})
