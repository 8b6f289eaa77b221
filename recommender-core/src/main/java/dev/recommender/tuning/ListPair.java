package dev.recommender.tuning;

import dev.recommender.CatalogItem;
import dev.recommender.Contribution;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.internal.page.Page;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What two models recommend to one user. */
record ListPair(String user, Answer chosen, Answer other) {
    /** So many reasons are shown. */
    private static final int REASONS = 2;

    /**
     * What one model recommends.
     *
     * @param known whether the model knows the user
     */
    record Answer(boolean known, List<Entry> entries) {
        Answer {
            entries = List.copyOf(entries);
        }

        private Set<String> items() {
            return entries.stream().map(Entry::item).collect(Collectors.toSet());
        }
    }

    /**
     * A recommended item.
     *
     * @param name its name, or its id if the model has no name
     * @param reason why it is in the list, in words
     */
    record Entry(String item, String name, String reason) {}

    static Answer ask(TrainedModel model, Recommender recommender, String user, int count) {
        Recommendations list =
                recommender.recommend(Query.user(user).count(count).explain());
        return new Answer(
                list.unknownUser().isEmpty(),
                list.stream()
                        .map(item -> new Entry(item.item(), name(model, item.item()), reason(model, item)))
                        .toList());
    }

    private static String name(TrainedModel model, String item) {
        return model.item(item).flatMap(CatalogItem::name).orElse(item);
    }

    private static String reason(TrainedModel model, Recommendation item) {
        String because = item.because().stream()
                .filter(seed -> seed.score() > 0)
                .limit(REASONS)
                .map(Contribution::seed)
                .map(seed -> name(model, seed))
                .collect(Collectors.joining(" and "));
        return because.isEmpty() ? "popular" : "because of " + because;
    }

    void write(Page page, String otherName) {
        page.markup("<h3 class=\"user\">User ").text(user).markup("</h3>\n<div class=\"pair\">\n");
        write(page, "the chosen one", chosen, other.items());
        write(page, otherName, other, chosen.items());
        page.markup("</div>\n");
    }

    private static void write(Page page, String title, Answer answer, Set<String> others) {
        page.markup("<div class=\"card\"><h3>").text(title).markup("</h3>\n");
        if (!answer.known()) {
            page.markup("<p>does not know the user, and lists what is popular</p>\n");
        }
        page.markup("<ol class=\"list\">\n");
        for (Entry entry : answer.entries()) {
            page.markup(others.contains(entry.item()) ? "<li>" : "<li class=\"own\">")
                    .text(entry.name())
                    .markup("<small>")
                    .text(entry.reason())
                    .markup("</small></li>\n");
        }
        page.markup("</ol></div>\n");
    }
}
