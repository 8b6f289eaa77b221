/**
 * Files in: usage events and catalogs as delimited text. Start with {@link dev.recommender.csv.UsageCsv} and
 * {@link dev.recommender.csv.CatalogCsv}.
 *
 * <p>Files are streamed: memory does not grow with them. Large ones can be read in ranges of lines by several threads. A
 * line that cannot be used is rejected with its file, number and reason, and never disturbs its neighbours: a quote that
 * is not closed costs its own line, not the rest of the file.
 */
@NullMarked
package dev.recommender.csv;

import org.jspecify.annotations.NullMarked;
