// A process that tries to lock a file whenever it is told to, and says whether it has it.
import { pathToFileURL } from 'node:url'

const { lockFile } = await import(pathToFileURL(process.argv[2]).href)
const pace = { beat: 25, stale: 20_000 }
let lock = null

process.on('message', async ({ file, at }) => {
  lock?.release()
  lock = null
  await new Promise((resolve) => setTimeout(resolve, at - Date.now()))
  try {
    lock = await lockFile(file, { instead: 'wait', pace })
    process.send({ isOwner: true })
  } catch ({ message }) {
    process.send({ isOwner: false, message })
  }
})
process.send('ready')
