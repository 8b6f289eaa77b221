/** Blobs as files of a folder: {@link dev.recommender.storage.fs.FileBlobStore}. */
@NullMarked
package dev.recommender.storage.fs;

import org.jspecify.annotations.NullMarked;
