/** Programs to start from: the quick start, and a generated shop to try things on. */
@NullMarked
package dev.recommender.examples;

import org.jspecify.annotations.NullMarked;
