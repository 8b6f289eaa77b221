/**
 * The container of every model file: a header with the kind of model, a table of sections, and their checksums.
 */
@NullMarked
package dev.recommender.internal.file;

import org.jspecify.annotations.NullMarked;
