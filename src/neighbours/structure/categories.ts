import { linkOrNull, linkTo, writeUuid } from '../../domain/links/links.ts'
import { canFind, canSeeResource } from '../../domain/people/visibility.ts'
import type { Category, CategoryGroup, Offering } from '../../domain/state.ts'
import { findRow, listRows } from '../../domain/table.ts'
import type { Context, Decision } from '../../pipeline/decisions.ts'
import { shapeAs } from '../document.ts'
import { byFlag, byText, byUuid, replyWith } from '../listing.ts'
import type { Listing } from '../listing.ts'

const listOfferings = (context: Context, category: string): Offering[] =>
  listRows(context.state.offerings).filter(
    (offering) => offering.category === category && canFind(context, offering),
  )

export const categories: Listing<Category> = {
  rows: ({ state }) =>
    listRows(state.categories).sort((a, b) => a.title.localeCompare(b.title, 'en')),
  filters: {
    title: byText(({ title }) => [title]),
    group_uuid: byUuid(({ group }) => group),
    has_offerings: byFlag(({ uuid }, context) => listOfferings(context, uuid).length > 0),
    has_shared: byFlag(({ uuid }, context) =>
      listOfferings(context, uuid).some(({ shared }) => shared),
    ),
    customer_uuid: byUuid(({ uuid }, context) =>
      listOfferings(context, uuid).flatMap(({ customer }) => customer ?? []),
    ),
  },
  orders: { title: ({ title }) => title },
  render: renderCategory,
}

function renderCategory(context: Context, category: Category): object {
  const { style } = context
  const offerings = listOfferings(context, category.uuid)
  return shapeAs('Category', {
    url: linkTo(style, 'category', category.uuid),
    uuid: writeUuid(style, category.uuid),
    title: category.title,
    description: category.description,
    offering_count: offerings.length,
    available_offerings_count: offerings.filter(({ state }) => state === 'Active').length,
    group: linkOrNull(style, 'category group', category.group ?? null),
  })
}

export const categoryGroups: Listing<CategoryGroup> = {
  rows: ({ state }) => listRows(state.category_groups),
  filters: { title: byText(({ title }) => [title]) },
  render: ({ style }, group) =>
    shapeAs('CategoryGroup', {
      url: linkTo(style, 'category group', group.uuid),
      uuid: writeUuid(style, group.uuid),
      title: group.title,
      description: group.description,
    }),
}

/** How many live resources the caller sees in each category, by its uuid. */
export function countResourcesByCategory(context: Context): Decision {
  const { state, style } = context
  const counts: Record<string, number> = {}
  for (const resource of listRows(state.resources)) {
    if (resource.state === 'Terminated' || !canSeeResource(context, resource)) continue
    const category = findRow(state.offerings, resource.offering)?.category
    if (category === undefined) continue
    const key = writeUuid(style, category)
    counts[key] = (counts[key] ?? 0) + 1
  }
  return replyWith(context, counts)
}
