import { renderScreenshot, writeUuidOrNull } from '../../domain/bookings/renderNested.ts'
import { linkTo } from '../../domain/links/links.ts'
import type { Offering, Screenshot } from '../../domain/state.ts'
import { listRows } from '../../domain/table.ts'
import { readUuid } from '../../domain/uuid.ts'
import { notFound } from '../../errors.ts'
import type { FindSubject } from '../../pipeline/behaviours.ts'
import { shapeAs } from '../document.ts'
import { byLink, byUuid } from '../listing.ts'
import type { Listing } from '../listing.ts'

interface ScreenshotOf {
  readonly screenshot: Screenshot
  readonly offering: Offering
}

const listScreenshots = (offerings: readonly Offering[]): ScreenshotOf[] =>
  offerings.flatMap((offering) =>
    offering.screenshots.map((screenshot) => ({ screenshot, offering })),
  )

/** Pictures are kept inside the offering that has them; all of them are for everybody. */
export const screenshots: Listing<ScreenshotOf> = {
  rows: ({ state }) => listScreenshots(listRows(state.offerings)),
  filters: {
    offering: byLink(({ offering }) => offering.uuid),
    offering_uuid: byUuid(({ offering }) => offering.uuid),
  },
  orders: {
    name: ({ screenshot }) => screenshot.name,
    created: ({ screenshot }) => Date.parse(screenshot.created),
  },
  render: ({ style }, { screenshot, offering }) =>
    shapeAs('Screenshot', {
      url: linkTo(style, 'screenshot', screenshot.uuid),
      ...renderScreenshot(style, screenshot),
      offering: linkTo(style, 'provider offering', offering.uuid),
      customer_uuid: writeUuidOrNull(style, offering.customer),
    }),
}

export const screenshotsOf = (offering: Offering): Listing<ScreenshotOf> => ({
  ...screenshots,
  rows: () => listScreenshots([offering]),
})

export const findScreenshot: FindSubject = ({ state }, { uuid = '' }) => {
  const wanted = readUuid(uuid)
  const found = listScreenshots(listRows(state.offerings)).find(
    ({ screenshot }) => screenshot.uuid === wanted,
  )
  if (!found) throw notFound('Screenshot')
  return found
}
