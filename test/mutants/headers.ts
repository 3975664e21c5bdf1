import type { Mutant } from './mutant.ts'
import { isOk, mutateResponse, removeHeader, setHeader } from './tools.ts'

const dropHeader = (name: string, isMeant: (status: number) => boolean = () => true): Mutant =>
  loseHeader(`${name} is missing`, name, isMeant)

const loseHeader = (defect: string, name: string, isMeant: (status: number) => boolean): Mutant =>
  mutateResponse('headers', defect, (sent) =>
    isMeant(sent.status) ? removeHeader(sent, name) : sent,
  )

/** Heads of answers that lack something or say something else. */
export const headers: readonly Mutant[] = [
  dropHeader('WWW-Authenticate'),
  dropHeader('Location', (status) => status === 201),
  dropHeader('Allow', (status) => status === 405),
  loseHeader('Allow is missing in a success', 'Allow', (status) => status === 200),
  dropHeader('X-Result-Count'),
  dropHeader('Link'),
  dropHeader('Vary'),
  dropHeader('Content-Language'),
  dropHeader('X-Frame-Options'),
  mutateResponse('headers', 'Location leads to the list', (sent) =>
    sent.status === 201
      ? setHeader(
          sent,
          'Location',
          String(sent.headers['Location']).replace(/[0-9a-f-]{32,36}\/$/, ''),
        )
      : sent,
  ),
  mutateResponse('headers', 'JSON has a charset of another kind', (sent) =>
    sent.headers['Content-Type'] === 'application/json'
      ? setHeader(sent, 'Content-Type', 'text/plain')
      : sent,
  ),
  mutateResponse('headers', 'an empty answer has a content type', (sent) =>
    sent.body.length === 0 && isOk(sent)
      ? setHeader(sent, 'Content-Type', 'application/json')
      : sent,
  ),
  mutateResponse('headers', 'Allow forgets DELETE', (sent) =>
    sent.headers['Allow']?.includes('DELETE')
      ? setHeader(sent, 'Allow', sent.headers['Allow'].replace('DELETE, ', ''))
      : sent,
  ),
  mutateResponse('headers', 'the redirect loses the query', (sent) =>
    sent.status === 301
      ? setHeader(sent, 'Location', String(sent.headers['Location']).replace(/\?.*/, ''))
      : sent,
  ),
  mutateResponse('headers', 'the redirect leads to another host', (sent) =>
    sent.status === 301
      ? setHeader(sent, 'Location', `http://other.example${sent.headers['Location']}`)
      : sent,
  ),
  mutateResponse('headers', 'WWW-Authenticate says Basic', (sent) =>
    sent.status === 401 ? setHeader(sent, 'WWW-Authenticate', 'Basic') : sent,
  ),
  mutateResponse('headers', 'HEAD has another length', (sent, { method }) =>
    method === 'HEAD' && sent.headers['Content-Length']
      ? setHeader(sent, 'Content-Length', '2')
      : sent,
  ),
]
