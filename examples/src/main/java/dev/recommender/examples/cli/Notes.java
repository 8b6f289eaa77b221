package dev.recommender.examples.cli;

import dev.recommender.Recommendations;
import java.io.PrintWriter;

/** Remarks that are no errors. */
final class Notes {
    private Notes() {}

    static void unknown(Recommendations list, PrintWriter err) {
        list.unknownUser().ifPresent(user -> err.println("note: the model has no history of user " + user));
        if (!list.unknownItems().isEmpty()) {
            err.println("note: the model does not know " + String.join(", ", list.unknownItems()));
        }
    }
}
