/**
 * The contracts of the storage SPI as suites to extend, one for each interface, and stores that count, fail or forward what
 * is asked of another store.
 */
@NullMarked
package dev.recommender.testing.storage;

import org.jspecify.annotations.NullMarked;
