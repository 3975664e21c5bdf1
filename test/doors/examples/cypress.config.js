const { defineConfig } = require('cypress')

module.exports = defineConfig({
  e2e: {
    async setupNodeEvents(on, config) {
      const { serve } = await import('waldur-mock')
      const { url, mock, stop } = await serve({ control: { cors: config.baseUrl } })
      on('task', { 'waldur:reset': () => (mock.reset(), null) })
      on('after:run', stop)
      return { ...config, env: { ...config.env, waldur: url } }
    },
  },
})
