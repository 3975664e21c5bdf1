import type { Api } from '../harness/api.ts'
import { createPlan } from '../harness/ownPlans/createPlan.ts'
import type { NewPlan } from '../harness/ownPlans/createPlan.ts'
import { getSession } from '../harness/session.ts'
import { Inapplicable } from '../harness/unmet.ts'
import { demandSuccess, readPlan } from '../plans/planContract.ts'
import type { Row } from '../plans/planContract.ts'
import { readGroupLinks, updateGroups } from '../plans/updateGroups.ts'
import { createDiscount } from '../prices/discounts.ts'
import { readBillings } from '../prices/updatePrices.ts'

/** So many signs as a server counts them, code points, however many a sign needs. */
const fill = (text: string, filler: string, length: number): string =>
  text + filler.repeat(length - [...text].length)

/** Texts that a server must keep to the letter, wherever it keeps texts. */
const TEXTS = [
  '007',
  '1.50',
  '1e3',
  'null',
  'ABC abc',
  'a  b',
  'caf\u00e9 cafe\u0301',
  '\u212b \ufb01 \u0130 \u00df',
  "O'Brien \"x\" 'y'",
  '\\ \\n %20 + #?',
  'a\ufeffb\u200dc',
  '\u{1f469}\u{1f3fd}\u200d\u{1f52c} \u{1d11e}',
  '\u05d0\u05d1 \u202eabc\u202c',
]

export const names: readonly string[] = [
  ...TEXTS,
  'R&D <b>bold</b> &amp; &lt;',
  fill('Contract ', '\u{1d11e}', 150),
  fill('Contract ', 'e\u0301', 79),
]

export const codes: readonly string[] = [...TEXTS, '0'.repeat(30), fill('', '\u{1d11e}', 30)]

/** HTML that nothing is to be taken out of, written as it is read back (§2.3). */
export const descriptions: readonly string[] = [
  ...TEXTS,
  '<p style="color: red">red</p><span style="top:0">x</span>',
  '<h6>six</h6><h1>one</h1><pre>a  b</pre><br>',
  '&amp;amp; &lt;b&gt; &amp;lt; a&nbsp;b',
  'first\nsecond\n\nlast',
  fill('', 'long ', 400).trim(),
  fill('', '\u00e9', 1999),
]

/** Fields of a plan that tempt whoever writes to others of it. */
export const HOSTILE = {
  name: fill("Contract 007 cafe\u0301 R&amp;D  O'Brien ", '\u{1d11e}', 150),
  description: `<p style="color: red">&amp;lt; cafe\u0301 &lt;b&gt; a&nbsp;b</p>\n${'long '.repeat(300)}.`,
  article_code: '00042.50 cafe\u0301',
  max_amount: 32_767,
  unit: 'half_month',
  unit_price: '999999999999.9999999999',
}

/** Beside a hostile article code the backend id marks the plan as ours, and the other way round. */
export const markByArticle = (): Row => ({
  article_code: getSession().settings.tag,
  backend_id: fill('007 cafe\u0301 R&D ', 'x', 255),
})

/** A plan of ours with hostile values in all that it has, none of which another has touched. */
export async function createHostilePlan(api: Api, fields: Row = {}): Promise<NewPlan> {
  const wanted: Row = { ...HOSTILE, ...fields }
  const plan = await createPlan(api, wanted)
  for (const [kind, value] of Object.entries(await createFigures(api)))
    demandSuccess(api, await api.post(`${plan.path}update_${kind}/`, { [kind]: value }))
  await addGroups(api, plan)
  const row = await readPlan(api, plan)
  for (const [name, value] of Object.entries(wanted)) api.demandEqual(row[name], value, name)
  return plan
}

/** Prices, quotas and discounts near the ends of what may be sent, by component type. */
export async function createFigures(api: Api) {
  const billings = [...(await readBillings(api))]
  const fixed = billings.filter(([, billing]) => billing === 'fixed')
  return {
    prices: mapTypes(billings, (place) => `${place + 1}23456789.0123456789`),
    quotas: mapTypes(fixed, () => 2_147_483_647),
    discounts: mapTypes(billings, (place) =>
      createDiscount(2_000_000_000 - place, place % 2 ? 100 : 0),
    ),
  }
}

const mapTypes = (
  billings: readonly (readonly [string, string])[],
  value: (place: number) => unknown,
): Row => Object.fromEntries(billings.map(([type], place) => [type, value(place)]))

/** Where no groups are known, the plan has none. */
async function addGroups(api: Api, plan: NewPlan): Promise<void> {
  try {
    const links = await readGroupLinks(api, 1)
    const organization_groups = [...links].slice(0, 3)
    demandSuccess(api, await updateGroups(api, plan, { organization_groups }))
  } catch (error) {
    if (!(error instanceof Inapplicable)) throw error
  }
}
