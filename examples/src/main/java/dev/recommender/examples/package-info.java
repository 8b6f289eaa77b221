/** Programs to start from: each is short, has a main method, and runs in the build; and a generated shop to run them on. */
@NullMarked
package dev.recommender.examples;

import org.jspecify.annotations.NullMarked;
