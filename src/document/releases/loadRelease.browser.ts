// Takes the place of loadRelease.ts in the bundle for browsers, where answers are not judged.
import { makeReleaseApi } from '../api.ts'
import type { Api } from '../api.ts'
import { validatorsOfPages } from '../validators.ts'
import { documentOf } from './releases.ts'

export const loadRelease = async (version: string): Promise<Api> =>
  makeReleaseApi(documentOf(version), validatorsOfPages)
