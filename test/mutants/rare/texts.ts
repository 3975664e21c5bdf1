import { isPlanDetail, isPlanList, changeRows, mutateJson } from '../tools.ts'
import type { Mutant } from '../mutant.ts'
import {
  changeText,
  isCreate,
  isPlanWrite,
  isUpdate,
  mutateNested,
  mutatePlans,
  mutateText,
} from './tools.ts'

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const dropZeros = (text: string): string => text.replace(/^0+(?=.)/, '')

/** Texts that do not come back to the letter, or not everywhere. */
export const texts: readonly Mutant[] = [
  mutateText(['name', 'names are composed'], isPlanWrite, (text) => text.normalize('NFC')),
  mutateText(['name', 'names are decomposed'], isPlanWrite, (text) => text.normalize('NFD')),
  mutateText(['name', 'blanks in names collapse'], isPlanWrite, (text) =>
    text.replaceAll(/(?<=\S) {2,}/g, ' '),
  ),
  mutateText(['name', 'names are cut at 100 signs'], isPlanWrite, (text) =>
    text.length > 150 ? text : text.slice(0, 100),
  ),
  mutateText(['name', 'signs beyond 16 bits become question marks'], isPlanWrite, (text) =>
    text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?'),
  ),
  mutateText(['name', 'a byte order mark goes from a name'], isPlanWrite, (text) =>
    text.replaceAll('\ufeff', ''),
  ),
  mutateText(
    ['name', 'PATCH doubles apostrophes'],
    ({ method }) => method === 'PATCH',
    (text) => text.replaceAll("'", "''"),
  ),
  mutateText(['name', 'percent signs in names are decoded'], isPlanWrite, (text) =>
    text.replaceAll('%20', ' '),
  ),
  mutateText(['name', 'backslashes go from names'], isPlanWrite, (text) =>
    text.replaceAll('\\', ''),
  ),
  mutateText(['article_code', 'article codes are upper case'], isPlanWrite, (text) =>
    text.toUpperCase(),
  ),
  mutateText(['article_code', 'article codes lose leading zeros'], isCreate, dropZeros),
  mutateText(['article_code', 'PUT takes article codes for numbers'], isUpdate, (text) =>
    /^\d+\.\d+$/.test(text) ? String(Number(text)) : text,
  ),
  mutateText(['description', 'line breaks in descriptions become blanks'], isPlanWrite, (text) =>
    text.replaceAll(/\r?\n/g, ' '),
  ),
  mutateText(['description', 'no-break spaces become blanks'], isPlanWrite, (text) =>
    text.replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' '),
  ),
  mutateText(['description', 'styles are taken off'], isPlanWrite, (text) =>
    text.replaceAll(/ style="[^"]*"/g, ''),
  ),
  mutateText(['description', 'headings of the sixth level go'], isPlanWrite, (text) =>
    text.replaceAll(/<\/?h6>/g, ''),
  ),
  mutateText(['description', 'a description is cut at 2000 signs'], isUpdate, (text) =>
    text.slice(0, 1900),
  ),
  mutatePlans(['state', 'entities are told as signs'], (plan) =>
    changeText(plan, 'description', unescape),
  ),
  mutateJson('state', 'the list escapes names', [
    isPlanList,
    changeRows((plan) => changeText(plan, 'name', escape)),
  ]),
  mutateJson('state', 'the list cuts descriptions', [
    isPlanList,
    changeRows((plan) => changeText(plan, 'description', (text) => text.slice(0, 200))),
  ]),
  mutateJson('state', 'the detail composes names', [
    isPlanDetail,
    changeRows((plan) => changeText(plan, 'name', (text) => text.normalize('NFC'))),
  ]),
  mutateNested(['state', 'nested plans escape names'], (plan) => changeText(plan, 'name', escape)),
  mutateNested(['state', 'nested plans lose leading zeros'], (plan) =>
    changeText(plan, 'article_code', dropZeros),
  ),
  mutateNested(['state', 'nested plans cut descriptions'], (plan) =>
    changeText(plan, 'description', (text) => text.slice(0, 255)),
  ),
  mutateNested(['state', 'nested plans have no backend id'], (plan) => {
    plan['backend_id'] = ''
  }),
]
