import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of this package, where openapi.yaml is: the sources lie deeper in it than the bundle. */
export const PACKAGE_ROOT = fileURLToPath(rootAbove(new URL('./', import.meta.url)))

function rootAbove(folder: URL): URL {
  const above = new URL('../', folder)
  const isRoot = existsSync(new URL('openapi.yaml', folder)) || above.href === folder.href
  return isRoot ? folder : rootAbove(above)
}
