export const id = (number: number): string => number.toString(16).padStart(32, '0')

/** A shop as short as it may be written by hand. */
export const shop = (rows: Record<string, unknown> = {}) => ({
  customers: [{ uuid: id(1), name: 'Lab' }],
  categories: [{ uuid: id(2), title: 'Instruments' }],
  projects: [{ uuid: id(3), name: 'Study', customer: id(1) }],
  offerings: [offering()],
  ...rows,
})

export const offering = (more: object = {}) => ({
  uuid: id(4),
  name: 'Élan vital',
  customer: id(1),
  category: id(2),
  components: [
    { type: 'hours', name: 'Hours', billing_type: 'usage' },
    { type: 'setup', name: 'Set-up', billing_type: 'one' },
  ],
  ...more,
})

export const plan = (more: object = {}) => ({
  uuid: id(5),
  name: 'Basic',
  offering: id(4),
  ...more,
})
