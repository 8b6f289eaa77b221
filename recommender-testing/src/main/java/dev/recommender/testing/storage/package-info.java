/**
 * The contracts of the storage SPI as suites to extend, one for each interface. Also stores that count, fail or forward
 * the calls to another store.
 */
@NullMarked
package dev.recommender.testing.storage;

import org.jspecify.annotations.NullMarked;
