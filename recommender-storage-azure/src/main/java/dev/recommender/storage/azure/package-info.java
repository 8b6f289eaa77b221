/** Azure Storage. */
@NullMarked
package dev.recommender.storage.azure;

import org.jspecify.annotations.NullMarked;
