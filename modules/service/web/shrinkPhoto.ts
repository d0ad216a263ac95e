/** Longest side in pixels: enough to see a crack, and far under what the server takes. */
const sideMax = 1600

/**
 * A photo as the server takes it: a JPEG of a few hundred KB in base64, whatever the phone made. Throws when
 * it is no picture.
 */
export async function shrinkPhoto(file: File): Promise<{ readonly name: string; readonly content: string }> {
  const bitmap = await createImageBitmap(file)
  const scale = Math.min(1, sideMax / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(bitmap.width * scale)
  canvas.height = Math.round(bitmap.height * scale)
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return {
    name: `${file.name.replace(/\.[^.]*$/, '').slice(0, 100) || 'photo'}.jpg`,
    content: canvas.toDataURL('image/jpeg', 0.8),
  }
}
