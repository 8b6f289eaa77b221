/**
 * Finds the algorithm and the parameters that suit given usage events, and shows why.
 *
 * <p>Start with {@link dev.recommender.tuning.Tuner}. It divides the events into three parts, tries one
 * {@link dev.recommender.tuning.Candidate} after the other on the first two, and says at last what the chosen one reaches
 * on the third. What it found is a {@link dev.recommender.tuning.Tuning}, whose trainer trains the model for use.
 *
 * <p>Algorithms are known by their name alone. What to try comes from
 * {@link dev.recommender.spi.Algorithm#searchSpace}. Data flows one way:
 *
 * <pre>
 * TrainingInput → ThreeParts (train, validation, test) → Search (what to try next) → Race (samples of users, paired tests)
 *              → Trial → Journal → Tuning → TuningJson
 * </pre>
 */
@NullMarked
package dev.recommender.tuning;

import org.jspecify.annotations.NullMarked;
