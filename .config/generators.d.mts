/** The folder of the generators, with a slash at the end. */
export const home: string
export function isInstalled(part: 'node' | 'python'): boolean
export function installGenerators(): Promise<void>
