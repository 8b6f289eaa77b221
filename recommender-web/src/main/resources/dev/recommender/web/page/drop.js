// What was dropped: files, and the files directly in a folder, as a training reads a folder of the store.

/** The files, each with the name of the folder that it was in; to be called while the event lasts. */
export function dropped(transfer) {
  const all = [...transfer.items].filter(({kind}) => kind === 'file')
    .map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()])
    .map(([entry, file]) => (entry?.isDirectory ? inside(entry) : [{file, folder: ''}]));
  return Promise.all(all).then((found) => found.flat());
}

/** Files of a folder. Those that no training reads are left out, by their names. */
async function inside(directory) {
  const reader = directory.createReader();
  const next = () => new Promise((done, fail) => { reader.readEntries(done, fail); });
  const entries = [];
  // A reader gives a hundred at a time, and none in the end.
  for (let some = await next(); some.length > 0; some = await next()) {
    entries.push(...some.filter(({isFile, name}) => isFile && !/^[._]/.test(name)));
  }
  return Promise.all(entries.map((entry) => new Promise((done, fail) => {
    entry.file((file) => done({file, folder: directory.name}), fail);
  })));
}
