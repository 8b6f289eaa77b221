// How files are read, as a request has it. Addresses keep the options as texts.

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

/** Options as a request takes them; blank ones are left out. */
export const filesOf = (options) => Object.fromEntries(Object.entries(options).filter(([, text]) => text !== '').map(([name, text]) => [name, value(name, text)]));

/** A text as the JSON of its option; what is no number is left to the service to refuse. */
function value(name, text) {
  if (FLAGS.includes(name)) {
    return text === 'true';
  }
  return NUMBERS.includes(name) && /^\d+$/.test(text) ? Number(text) : text;
}
