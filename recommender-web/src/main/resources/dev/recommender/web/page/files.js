// How files are read, as a request has it. Addresses keep the options as texts, and the browser those of each file.

const PLACE = 'recommender-reading';

const NUMBERS = ['maxErrors', 'catalogMaxErrors'];
const FLAGS = ['skipRowsWithoutUser'];

/** What people call the options. */
export const OPTIONS = {
  columns: 'Columns', delimiter: 'Delimiter', header: 'Header', timeFormat: 'Times', charset: 'Charset', maxErrors: 'Wrong lines allowed',
  skipRowsWithoutUser: 'Leave out lines without a user', catalogColumns: 'Columns of the catalog', catalogDelimiter: 'Delimiter of the catalog',
  catalogCharset: 'Charset of the catalog', catalogMaxErrors: 'Wrong lines allowed in the catalog', catalogValueSeparator: 'Separator of values',
};

/** The options that are set in an address. */
export const optionsOf = (query) => Object.fromEntries(Object.keys(OPTIONS).filter((name) => query.get(name)).map((name) => [name, query.get(name)]));

/** Those of options that are of usage events, or of a catalog. */
export const optionsFor = (as, options) => Object.fromEntries(Object.entries(options).filter(([name, text]) => text !== '' && name.startsWith('catalog') === (as === 'catalog')));

/** How a file was last read here, as usage events or as a catalog. */
export const remembered = (file, as) => optionsFor(as, kept(file));

/** Keeps how a file is read, for the next time. */
export function remember(file, as, options) {
  const all = {...remembered(file, as === 'catalog' ? 'usage' : 'catalog'), ...optionsFor(as, options)};
  if (Object.keys(all).length === 0) {
    forget(file);
    return;
  }
  try {
    localStorage.setItem(`${PLACE} ${file}`, JSON.stringify(all));
  } catch {
    // A browser without room, or that keeps nothing, only asks again the next time.
  }
}

/** From now on a file is read as it is found. */
export function forget(file) {
  try {
    localStorage.removeItem(`${PLACE} ${file}`);
  } catch {
    // Nothing is kept there.
  }
}

function kept(file) {
  try {
    return optionsOf(new URLSearchParams(JSON.parse(localStorage.getItem(`${PLACE} ${file}`) ?? '{}')));
  } catch {
    return {};
  }
}

/** How files are read, in words. */
export const told = (options) => Object.entries(options).map(([name, text]) => (text === 'true' ? OPTIONS[name] : `${OPTIONS[name]}: ${text}`)).join('; ');

/** Where a file is looked into, read in this way. */
export const lookAt = (file, as, options = {}) => `#/data/${file.split('/').map(encodeURIComponent).join('/')}?${new URLSearchParams({as, ...options})}`;

/** Options as a request takes them; blank ones are left out. */
export const filesOf = (options) => Object.fromEntries(Object.entries(options).filter(([, text]) => text !== '').map(([name, text]) => [name, value(name, text)]));

/** A text as the JSON of its option; what is no number is left to the service to refuse. */
function value(name, text) {
  if (FLAGS.includes(name)) {
    return text === 'true';
  }
  return NUMBERS.includes(name) && /^\d+$/.test(text) ? Number(text) : text;
}
