/**
 * Compares the library with plain C and plain scipy on the same events, in one run:
 * {@link dev.recommender.benchmarks.sidebyside.SideBySideCommand}.
 *
 * <p>Every contestant is a process of its own, so none profits from what another left in memory. The contestants of a
 * comparison take turns, so other load on the machine affects them alike. A contestant prints its figures. Its peak
 * memory is watched from outside.
 */
@NullMarked
package dev.recommender.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
