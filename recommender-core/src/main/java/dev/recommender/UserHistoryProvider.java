package dev.recommender;

import java.util.List;
import java.util.Optional;

/**
 * Where an application keeps its users' histories, if it does not want them in the model. Called by many threads.
 *
 * <p>Unlike the histories in a model, these are events: they decay until the query's moment.
 */
@FunctionalInterface
public interface UserHistoryProvider {
    /** What the user did, in any order; empty if the user is not known. Asked once for each query that has a user. */
    Optional<List<Seed>> historyOf(String user);
}
