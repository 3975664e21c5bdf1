/** Runs a command to its end. 2: the text of the error says what to mend; other errors are faults. */
export async function ended(command: () => Promise<unknown>): Promise<void> {
  try {
    await command()
  } catch (error) {
    if ((error as Error).name !== 'SeedError') throw error
    console.error((error as Error).message)
    process.exitCode = 2
  }
}
