import { makeReleaseApi } from '../api.ts'
import type { Api } from '../api.ts'
import { documentOf } from './releases.ts'
import type { Validators } from '../validators.ts'

/** Compiled when the mock is built, loaded when somebody chooses the release. */
const prebuilt: Readonly<Record<string, () => Promise<object>>> = {
  '8.0.5': () => import('./validators-8.0.5.gen.js'),
  '8.1.3': () => import('./validators-8.1.3.gen.js'),
}

const loaded = new Map<string, Promise<Api>>()

/** The API of a release; of one that is not prebuilt, ajv compiles it now. */
export function loadRelease(version: string): Promise<Api> {
  const loading = loaded.get(version) ?? load(version)
  loaded.set(version, loading)
  return loading
}

async function load(version: string): Promise<Api> {
  const document = documentOf(version)
  const load = prebuilt[version]
  if (load) return makeReleaseApi(document, (await load()) as Validators)
  const { compileValidators } = await import('./compile.ts')
  return makeReleaseApi(document, compileValidators(document))
}
