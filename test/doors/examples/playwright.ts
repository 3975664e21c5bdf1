import { expect, test } from 'waldur-mock/playwright'

test('the page asks for the plans once', async ({ page, waldur }) => {
  await waldur.route(page, 'https://waldur.example')
  await page.goto(process.env.FRONT_END ?? 'http://localhost:3000')

  await expect(page.getByText('Academic')).toBeVisible()
  expect(waldur.journal.count({ operation: 'marketplace_plans_list' })).toBe(1)
})
