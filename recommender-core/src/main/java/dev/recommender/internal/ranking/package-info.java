/**
 * One ranking for every algorithm: seeds, rules, exact top-k, back-filling, scales and explanations. An algorithm brings the
 * scores.
 */
@NullMarked
package dev.recommender.internal.ranking;

import org.jspecify.annotations.NullMarked;
