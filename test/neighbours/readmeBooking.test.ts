import { readFile } from 'node:fs/promises'
import { expect, it, onTestFinished } from 'vitest'
import { serve } from '../../src/doors/index.ts'

it('the booking of the README is made as it is printed', async () => {
  const mock = await serve({})
  onTestFinished(() => mock.stop())
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [, sample = ''] = /^A booking, from any origin:\n\n```js\n(.*?)```$/ms.exec(readme) ?? []
  const program = `${sample.replace('http://127.0.0.1:8000', mock.url)}\nexport { ordered, taken }`

  const { ordered, taken } = (await import(
    `data:text/javascript,${encodeURIComponent(program)}`
  )) as { ordered: Response; taken: unknown[] }

  expect(ordered.status).toBe(201)
  expect(await ordered.json()).toMatchObject({
    offering_name: 'Cryo-TEM 300 kV',
    state: 'executing',
    resource_name: 'First light',
  })
  expect(taken.length).toBeGreaterThan(0)
})
