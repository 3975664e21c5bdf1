import { readFileSync } from 'node:fs'
import type { Certificates } from '../../../src/remote/agent.ts'
import { VerifyError } from '../../harness/verifyError.ts'

interface Files {
  readonly cert?: string
  readonly key?: string
  readonly ca?: string
}

/** The PEM files that --cert, --key and --ca name; null when there is none. */
export function readCertificates({ cert, key, ca }: Files): Certificates | null {
  if ((cert === undefined) !== (key === undefined))
    throw new VerifyError('--cert and --key belong together. Give both.')
  const texts = Object.entries({ cert, key, ca }).flatMap(([name, file]) =>
    file === undefined ? [] : [[name, readPem(name, file)] as const],
  )
  return texts.length === 0 ? null : Object.fromEntries(texts)
}

function readPem(name: string, file: string): string {
  const text = readText(name, file)
  if (text.includes('-----BEGIN ')) return text
  throw new VerifyError(`--${name} ${file} is no PEM file. It should begin with "-----BEGIN".`)
}

function readText(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new VerifyError(`--${name} ${file} can't be read (${code}). Give a PEM file.`)
  }
}
