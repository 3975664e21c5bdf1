import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { startServe } from '../http/startServe.ts'
import type { Served } from '../http/startServe.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const dockerfile = read('.config/container/Dockerfile')
const hasDocker = spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0
const TOKEN = 'YOUR_API_TOKEN'
const PLAN = '/api/marketplace-plans/a1b2c3d4-e5f6-7890-abcd-ef1234567890/'

let running: Served[] = []
afterEach(async () => {
  for (const { kill } of running) kill('SIGTERM')
  await Promise.all(running.map(({ ended }) => ended))
  running = []
})

async function serve(...options: string[]): Promise<Served> {
  const server = await startServe(...options)
  running.push(server)
  return server
}

const stop = async (server: Served) => {
  server.kill('SIGTERM')
  await server.ended
}

const folder = () => mkdtempSync(join(tmpdir(), 'waldur-mock-container-'))

/** The arguments of an instruction that is written as a JSON list; the last one counts. */
const argumentsOf = (instruction: string): string[] => {
  const [, list = '[]'] =
    [...dockerfile.matchAll(new RegExp(`^${instruction} .*?(\\[.*\\])$`, 'gm'))].at(-1) ?? []
  return JSON.parse(list) as string[]
}

describe('The container', () => {
  it('is slim, and is not run by root', () => {
    const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))

    expect(lastStage).toMatch(/^\nFROM node:\d+-slim\n/)
    expect([...lastStage.matchAll(/^USER (.*)$/gm)].map(([, user]) => user)).toEqual(['node'])
  })

  it('is healthy while the mock answers, and no longer', async () => {
    const server = await serve()
    const [, flag = '', code = ''] = argumentsOf('HEALTHCHECK')
    const ownCode = code.replace('http://127.0.0.1:8000', server.url)
    const check = () => spawnSync(process.execPath, [flag, ownCode]).status

    expect(ownCode).not.toBe(code)
    expect(check()).toBe(0)
    await stop(server)
    expect(check()).toBe(1)
  })

  it('starts as the Dockerfile says, and answers under any name', async () => {
    expect(argumentsOf('ENTRYPOINT')).toEqual(['waldur-mock'])
    const [command, ...options] = argumentsOf('CMD')
    const { url } = await serve(...options)

    expect(command).toBe('serve')
    const probe = await fetch(`${url.replace('0.0.0.0', '127.0.0.1')}/__mock/health`)
    expect(probe.status).toBe(200)
  })

  it(
    'is built and runs on a read-only file system, where Docker is',
    { timeout: 600_000 },
    async () => {
      if (!hasDocker) return console.log('No Docker here: the image was not built.')
      const docker = (...words: string[]) =>
        execFileSync('docker', words, { cwd: ROOT, encoding: 'utf8' }).trim()
      docker(
        'build',
        '--quiet',
        '--file',
        '.config/container/Dockerfile',
        '--tag',
        'waldur-mock',
        '.',
      )
      const id = docker(
        'run',
        '--detach',
        '--rm',
        '--read-only',
        '--publish',
        '127.0.0.1::8000',
        'waldur-mock',
      )
      try {
        const address = docker('port', id, '8000/tcp').split('\n')[0] ?? ''
        await expect
          .poll(
            () =>
              fetch(`http://${address}/__mock/health`).then(
                ({ ok }) => ok,
                () => false,
              ),
            { timeout: 30_000 },
          )
          .toBe(true)
      } finally {
        docker('rm', '--force', id)
      }
    },
  )
})

describe('With Compose', () => {
  it('writes stay on the volume when the container is replaced', async () => {
    const { services, volumes } = parse(read('.config/container/compose.yaml')) as {
      services: Record<string, { command: string[]; read_only: boolean; volumes: string[] }>
      volumes: Record<string, unknown>
    }
    const service = services['waldur-mock']
    const [name = '', mounted = ''] = service?.volumes[0]?.split(':') ?? []
    const volume = folder()
    const options = service?.command.slice(1).map((word) => word.replace(mounted, volume)) ?? []
    const first = await serve(...options)
    const headers = { Authorization: `Token ${TOKEN}`, 'Content-Type': 'application/json' }
    const url = (server: Served) => `${server.url.replace('0.0.0.0', '127.0.0.1')}${PLAN}`
    await fetch(url(first), { method: 'PATCH', headers, body: '{"description":"kept"}' })
    await stop(first)

    const shown = await fetch(url(await serve(...options)), { headers })

    expect([volumes, service?.read_only]).toEqual([{ [name]: null }, true])
    expect(await shown.json()).toMatchObject({ description: 'kept' })
  })
})

describe('In Kubernetes', () => {
  const [deployment, service, ingress] = parseAllDocuments(
    read('.config/container/kubernetes.yaml'),
  ).map((document) => document.toJS() as unknown) as unknown as [Deployment, Service, Ingress]
  const [container] = deployment.spec.template.spec.containers

  it('a probe needs no token, whatever the name of the host', async () => {
    const { url } = await serve(...container.args.slice(1), '--control-token', 'secret')
    const paths = [container.readinessProbe.httpGet.path, container.livenessProbe.httpGet.path]

    for (const path of paths) {
      const probe = await fetch(`${url.replace('0.0.0.0', '127.0.0.1')}${path}`)
      expect(await probe.json()).toEqual({ status: 'ok' })
    }
  })

  it('nobody is root, nothing is written, and each sandbox has one replica', () => {
    expect(deployment.spec.template.spec.securityContext.runAsNonRoot).toBe(true)
    expect(container.securityContext.readOnlyRootFilesystem).toBe(true)
    expect(container.args).not.toContain('--persist')
    expect(service.spec.selector).toEqual(deployment.spec.template.metadata.labels)
    const [rule] = ingress.spec.rules
    expect(rule.http.paths[0].backend.service.name).toBe(service.metadata.name)
    expect(Object.values(ingress.metadata.annotations)).toEqual(['$http_x_mock_sandbox'])
  })
})

interface Probe {
  readonly httpGet: { readonly path: string }
}

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: object }
      readonly spec: {
        readonly securityContext: { readonly runAsNonRoot: boolean }
        readonly containers: readonly [
          {
            readonly args: readonly string[]
            readonly readinessProbe: Probe
            readonly livenessProbe: Probe
            readonly securityContext: { readonly readOnlyRootFilesystem: boolean }
          },
        ]
      }
    }
  }
}

interface Service {
  readonly metadata: { readonly name: string }
  readonly spec: { readonly selector: object }
}

interface Ingress {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> }
  readonly spec: {
    readonly rules: readonly [
      {
        readonly http: {
          readonly paths: readonly [
            { readonly backend: { readonly service: { readonly name: string } } },
          ]
        }
      },
    ]
  }
}
