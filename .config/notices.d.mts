import type { Metafile } from 'esbuild'

/** Packages by the folder that esbuild read files of. */
export function bundledFolders(metafiles: readonly Pick<Metafile, 'inputs'>[]): string[]

/** Rejects when a package has no text. */
export function noticesText(root: string, folders: readonly string[]): Promise<string>
