import type { RowDiff } from '../../control/compareStates.ts'
import { control } from '../connection/ask.ts'
import { openCard } from '../elements/card.ts'
import { h, showStoredText } from '../elements/dom.ts'
import { findName } from '../market/market.ts'
import { act } from '../connection/model.ts'
import { writeCount, formatJson } from '../elements/text.ts'

const MOST = 200

/** What is not the same in a snapshot and in the present state. */
export async function openDiff(from: string): Promise<void> {
  await act('', async () => {
    const rows = await control<readonly RowDiff[]>('GET', `diff?from=${encodeURIComponent(from)}`)
    openCard(
      h('span', {}, 'From ', showStoredText(from), ' to the present state'),
      h(
        'p',
        {},
        rows.length === 0 ? 'Nothing has changed.' : `${writeCount(rows.length, 'row')} changed.`,
      ),
      ...rows.slice(0, MOST).map(rowPart),
      rows.length > MOST && h('p', {}, `… and ${rows.length - MOST} more.`),
    )
  })
}

function rowPart({ table, uuid, change, fields }: RowDiff): HTMLElement {
  const name = findName(uuid)
  return h(
    'section',
    { class: `diff ${change}` },
    h(
      'h3',
      {},
      `${change} `,
      h('code', {}, `${table}/${uuid}`),
      name !== null && showStoredText(` ${name}`),
    ),
    fields.length > 0 &&
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h('tr', {}, ...['Field', 'Then', 'Now'].map((text) => h('th', { scope: 'col' }, text))),
        ),
        h('tbody', {}, ...fields.map(fieldRow)),
      ),
  )
}

const fieldRow = ({ name, from, to }: RowDiff['fields'][number]): HTMLElement =>
  h(
    'tr',
    {},
    h('th', { scope: 'row' }, showStoredText(name)),
    h('td', {}, value(from)),
    h('td', {}, value(to)),
  )

const value = (shown: unknown): HTMLElement =>
  h('pre', {}, showStoredText(shown === undefined ? '–' : formatJson(JSON.stringify(shown), 3000)))
