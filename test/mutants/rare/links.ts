import {
  changeRows,
  getPath,
  isBooking,
  isOk,
  isStats,
  mutateJson,
  mutateRequest,
  mutateResponse,
  setHeader,
} from '../tools.ts'
import type { Mutant } from '../mutant.ts'
import { changeText, mutateNested, mutateOfferings, mutatePlans } from './tools.ts'
import type { Fields } from './tools.ts'

const moveHost = (link: string): string => link.replace(/^(https?:\/\/)[^/]+/, '$1localhost:8000')
const secure = (link: string): string => link.replace(/^http:/, 'https:')
const swapSpelling = (uuid: string): string =>
  uuid.includes('-')
    ? uuid.replaceAll('-', '')
    : uuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
const swapInside = (link: string): string =>
  link.replace(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/, swapSpelling)
const listOf = (row: Fields, name: string): Fields[] => (row[name] ?? []) as Fields[]

/** Links to another host, and ids of another spelling. */
export const links: readonly Mutant[] = [
  mutatePlans(['schema', 'groups of a plan are linked on another host'], (plan) => {
    for (const group of listOf(plan, 'organization_groups')) changeText(group, 'url', moveHost)
  }),
  mutatePlans(['schema', 'parents of groups are linked on another host'], (plan) => {
    for (const group of listOf(plan, 'organization_groups')) changeText(group, 'parent', moveHost)
  }),
  mutatePlans(['schema', 'the offering of a plan is linked by https'], (plan) =>
    changeText(plan, 'offering', secure),
  ),
  mutateNested(['schema', 'nested plans are linked on another host'], (plan) =>
    changeText(plan, 'url', moveHost),
  ),
  mutateNested(['schema', 'nested plans are linked by https'], (plan) =>
    changeText(plan, 'url', secure),
  ),
  mutateNested(['schema', 'nested plans lead to the plans themselves'], (plan) =>
    changeText(plan, 'url', (url) =>
      url.replace(/marketplace-public-offerings\/[^/]+\/plans/, 'marketplace-plans'),
    ),
  ),
  mutateNested(['schema', 'groups of nested plans are linked by https'], (plan) => {
    for (const group of listOf(plan, 'organization_groups')) changeText(group, 'url', secure)
  }),
  mutateOfferings(['schema', 'screenshots are on another host'], (offering) => {
    for (const shot of listOf(offering, 'screenshots')) changeText(shot, 'image', moveHost)
  }),
  mutateOfferings(['schema', 'files are linked by https'], (offering) => {
    for (const file of listOf(offering, 'files')) changeText(file, 'file', secure)
  }),
  mutateOfferings(['schema', 'roles are linked on another host'], (offering) => {
    for (const role of listOf(offering, 'roles')) changeText(role, 'url', moveHost)
  }),
  mutateOfferings(['schema', 'the category is linked without a slash at its end'], (offering) =>
    changeText(offering, 'category', (link) => link.replace(/\/$/, '')),
  ),
  mutateOfferings(['schema', 'the thumbnail is on another host'], (offering) =>
    changeText(offering, 'thumbnail', moveHost),
  ),
  mutateResponse('headers', 'Location is on another host', (sent) =>
    sent.status === 201
      ? setHeader(sent, 'Location', moveHost(String(sent.headers['Location'])))
      : sent,
  ),
  mutateResponse('paging', 'links of pages are on another host', (sent) =>
    sent.headers['Link']
      ? setHeader(sent, 'Link', sent.headers['Link'].replaceAll(/(?<=<)[^>]+/g, moveHost))
      : sent,
  ),
  mutateRequest('headers', 'the scheme that a proxy names is ignored', (call) => ({
    ...call,
    origin: call.origin.replace(/^https:/, 'http:'),
  })),
  mutateOfferings(['schema', 'nested ids have another spelling'], (offering) => {
    for (const part of listOf(offering, 'components')) changeText(part, 'uuid', swapSpelling)
  }),
  mutateOfferings(['schema', 'links spell ids in another way'], (offering) =>
    changeText(offering, 'customer', swapInside),
  ),
  mutatePlans(['schema', 'ids of groups are upper case'], (plan) => {
    for (const group of listOf(plan, 'organization_groups'))
      changeText(group, 'uuid', (uuid) => uuid.toUpperCase())
  }),
  mutateJson('schema', 'statistics spell the offering in another way', [
    isStats,
    changeRows((row) => changeText(row, 'offering_uuid', swapSpelling)),
  ]),
  mutateJson('schema', 'the detail of an offering spells its own id in another way', [
    (call, sent) => isBooking(call, sent) && getPath(call) !== '/api/booking-offerings/',
    changeRows((row) => changeText(row, 'uuid', swapSpelling)),
  ]),
  mutateJson('schema', 'an answer to a write spells ids in another way', [
    (call, sent) => isOk(sent) && call.method === 'PATCH',
    changeRows((row) => changeText(row, 'url', swapInside)),
  ]),
]
