/**
 * Files in: usage events and catalogs as delimited text. Start with {@link dev.recommender.csv.UsageCsv} and
 * {@link dev.recommender.csv.CatalogCsv}.
 *
 * <p>Files are streamed: memory does not grow with them. Several threads can read a large file in ranges of lines. A
 * line that cannot be used is rejected with its file, number and reason. It has no effect on its neighbours: a quote
 * that is not closed costs its own line, not the rest of the file.
 */
@NullMarked
package dev.recommender.csv;

import org.jspecify.annotations.NullMarked;
