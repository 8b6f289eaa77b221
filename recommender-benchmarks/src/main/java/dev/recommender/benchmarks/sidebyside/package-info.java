/**
 * The library beside plain C and plain scipy on the same events, in one run: {@link
 * dev.recommender.benchmarks.sidebyside.SideBySideCommand}.
 *
 * <p>Every contestant is a process of its own, so that none profits from what another left in memory, and the contestants
 * of a comparison take turns, so that what else the machine does meets them alike. A contestant prints its figures; its
 * peak memory is watched from outside.
 */
@NullMarked
package dev.recommender.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
