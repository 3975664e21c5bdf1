// The licences of everything that is bundled: whoever passes it on has to pass on their texts too.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const LICENCE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

/** Packages by the folder that esbuild read files of; a file of our own belongs to none. */
export function bundledFolders(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs))
  const folders = inputs.flatMap((path) => {
    const [folder] = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []
    return folder ? [folder] : []
  })
  return [...new Set(folders)].sort()
}

/** Fails when one has no text: then somebody has to look for it. */
export async function noticesText(root, folders) {
  const notices = await Promise.all(folders.map((folder) => noticeOf(join(root, folder))))
  const intro = 'waldur-mock comes with parts of these packages. Their licences:'
  return [intro, ...new Set(notices)].join(`\n\n${'-'.repeat(80)}\n\n`)
}

async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const names = (await readdir(folder)).filter(
    (file) => LICENCE.test(file) || file.endsWith('.js.LICENSE.txt'),
  )
  const texts = await Promise.all(names.sort().map((file) => readFile(join(folder, file), 'utf8')))
  if (texts.length === 0)
    throw new Error(`${name} is bundled and has no licence file in ${folder}.`)
  return `${name} ${version} (${license})\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`
}
