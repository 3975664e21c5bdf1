export const demand = (name: string, sentence: string, source = '§1.6') => ({
  id: `lists.${name}`,
  demand: sentence,
  source,
})
