package dev.recommender.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters that an option names, each written as {@code NAME=VALUE}. */
final class NamedValues {
    private NamedValues() {}

    /**
     * Values by what was typed as their names, in their order.
     *
     * @param option the option that gave them
     * @param parameters the names that there are; what is none of them stays as it was typed
     * @throws UsageException naming the option, if one has no name, or two are of the same parameter
     */
    static Map<String, String> read(String option, List<String> given, Collection<String> parameters) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> typed = new LinkedHashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new UsageException(option + " must be NAME=VALUE: " + each);
            }
            String name = each.substring(0, equals);
            String meant = parameters.stream()
                    .filter(parameter -> AlgorithmOptions.isNamed(parameter, name))
                    .findFirst()
                    .orElse(name);
            String before = typed.put(meant, each);
            if (before != null) {
                throw new UsageException(option + " must name each parameter once: " + before + ", " + each);
            }
            values.put(name, each.substring(equals + 1));
        }
        return values;
    }
}
