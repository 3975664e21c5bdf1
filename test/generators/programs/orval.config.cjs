module.exports = {
  waldur: {
    input: '../openapi.yaml',
    output: {
      target: '../clients/orval/client.ts',
      client: 'fetch',
      override: { mutator: { path: './orvalFetch.ts', name: 'orvalFetch' } },
    },
  },
}
