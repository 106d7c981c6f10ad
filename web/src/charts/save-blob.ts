/** Saves a file from the page under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // After the click's task: the download has taken hold of the blob by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
