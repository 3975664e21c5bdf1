import { changeJson } from '../mutants/mutant.ts'
import { startTarget } from './startTarget.ts'
import { readReport, runVerify } from './startVerify.ts'

/** What a server may say to harm whoever looks at a report. */
export const HOSTILE =
  '<script>document.title="run"</script><img src=x onerror="document.title=1">]]>&"\'|\u0000\uD800 [a](javascript:1) ![b](http://203.0.113.9/x.png) @somebody'

const WORDS = 'a word that is long: ' + 'overlong'.repeat(60)

/** A run against a server with hostile texts in its answers, and all reports of it. */
export async function runHostile(...more: string[]) {
  const { url } = await startTarget({
    wrap: changeJson(
      ({ method, target: path }, { status }) =>
        (method === 'POST' && path === '/api/marketplace-plans/') ||
        (status === 200 && path.endsWith('?page_size=1')),
      () => ({ name: `${HOSTILE} ${WORDS}`, [HOSTILE]: HOSTILE }),
    ),
  })
  const files = ['json', 'junit', 'html', 'sarif', 'codequality', 'markdown'].flatMap((name) => [
    `--${name}`,
    `reports/${name}.${name}`,
  ])
  const only = ['--only', 'plans.create,quotas.no,document.marketplace_plans_create']
  const ended = await runVerify(url, [...only, ...files, ...more], {
    env: { GITHUB_STEP_SUMMARY: 'summary.md', WALDUR_TOKEN_OWNER: 'owner-token' },
  })
  return { ...ended, url, report: readReport(ended.dir) }
}
