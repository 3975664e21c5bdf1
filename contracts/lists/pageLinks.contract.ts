import { pickCases } from '../harness/choice/limitSample.ts'
import { contracts } from '../harness/contract.ts'
import { demand } from './demand.ts'
import { demandLinks, followLinks } from './demandPages.ts'
import { joinQuery, listReaders, lists, readWholeList } from './lists.ts'

contracts(
  lists,
  (name) =>
    demand(`count.${name}`, `HEAD and X-Result-Count of ${name} tell the number of rows`, '§1.7'),
  async (api, { path }) => {
    for (const role of listReaders()) {
      const total = String((await readWholeList(api, path, { role })).length)
      for (const query of ['', 'page_size=1', 'page_size=3&page=last', 'page_size=300']) {
        const got = await api.get(joinQuery(path, query), { role })
        api.demandEqual(got.response.headers['x-result-count'], total, `X-Result-Count for ${role}`)
        const head = await api.head(joinQuery(path, query), { role })
        api.demandStatus(head, 200)
        api.demandEqual(head.response.headers['x-result-count'], total, `the count for ${role}`)
        api.demandEqual(head.response.headers['link'], got.response.headers['link'], 'Link of HEAD')
        api.demandEqual(head.response.text, '', 'the body of HEAD')
      }
    }
  },
)

const SIZES = ['', '1', '2', '3', '300', '1000', 'x', '0', '002'].map((size) =>
  size === '' ? '' : `page_size=${size}`,
)

contracts(
  lists,
  (name) => demand(`link-header.${name}`, `Link of ${name} names each page that exists, in order`),
  async (api, list) => {
    const total = (await readWholeList(api, list.path)).length
    for (const sent of pickCases(SIZES, 3)) await demandLinks(api, list.path, { sent, total })
  },
)

contracts(
  lists,
  (name) => demand(`link-query.${name}`, `links of ${name} keep the query, sorted by name`),
  async (api, { path }) => {
    const total = (await readWholeList(api, path)).length
    for (const sent of QUERIES) await demandLinks(api, path, { sent, total })
  },
)

contracts(
  lists,
  (name) =>
    demand(`links-followed.${name}`, `next leads through all of ${name}, and prev back again`),
  async (api, list) => {
    for (const role of listReaders()) {
      const all = await readWholeList(api, list.path, { role })
      for (const size of role === api.role ? [2, 5, 10] : [4])
        await followLinks(api, list, { all, size, role })
    }
  },
)

const QUERIES = [
  'zeta=1&page_size=2&alpha=a,b',
  'page_size=3&foo=x+y&Foo=z',
  'b=2&b=1&a=&page_size=2',
  'foo=%C3%A9%26%3D&page_size=4&foo=a%2Fb',
]
