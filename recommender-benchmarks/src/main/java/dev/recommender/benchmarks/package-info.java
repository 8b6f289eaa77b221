/** JMH benchmarks. Each says in its description how to run it; a test runs each body once and checks its result. */
@NullMarked
package dev.recommender.benchmarks;

import org.jspecify.annotations.NullMarked;
