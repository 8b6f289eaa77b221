/**
 * Files in: usage events and catalogs as delimited text, usage events as JSON lines, lists of ids. Start with {@link
 * dev.recommender.csv.UsageCsv}, {@link dev.recommender.csv.CatalogCsv} and {@link dev.recommender.csv.IdList}.
 *
 * <p>A file goes through three layers. {@code Texts} opens it as UTF-8, or refuses it. {@code UsageLayouts} decides by its
 * head what the columns hold. {@code UsageLines} turns records into events.
 *
 * <p>Files are streamed: memory does not grow with them. Several threads can read a large file in ranges of lines. A
 * line that cannot be used is rejected with its file, number and reason. It has no effect on its neighbours: a quote
 * that is not closed costs its own line, not the rest of the file.
 */
@NullMarked
package dev.recommender.csv;

import org.jspecify.annotations.NullMarked;
