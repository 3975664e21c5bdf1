export const demand = (name: string, sentence: string, source = '§1.3') => ({
  id: `access.${name}`,
  demand: sentence,
  source,
})
