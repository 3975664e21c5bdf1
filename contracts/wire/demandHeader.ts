export const demand = (name: string, sentence: string, source = '§1.5') => ({
  id: `headers.${name}`,
  demand: sentence,
  source,
})

export const nobody = { role: 'nobody' } as const
