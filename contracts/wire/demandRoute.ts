export const demand = (name: string, sentence: string, source = '§1.1') => ({
  id: `routing.${name}`,
  demand: sentence,
  source,
})
