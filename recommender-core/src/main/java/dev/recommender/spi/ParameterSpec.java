package dev.recommender.spi;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All parameters of an algorithm, in the order in which they are shown, and the rules between them. Immutable.
 */
public final class ParameterSpec {
    private final List<Parameter<?>> parameters;
    private final List<Rule> rules;
    private final List<Rule> rulesWithoutCatalog;
    private final List<Effect> effects;

    private record Rule(Predicate<Parameters> holds, Violation violation) {}

    /** Beside which values of others a parameter has an effect. */
    private record Effect(String parameter, Predicate<Parameters> has, Violation violation) {}

    private ParameterSpec(
            List<Parameter<?>> parameters, List<Rule> rules, List<Rule> rulesWithoutCatalog, List<Effect> effects) {
        this.parameters = List.copyOf(parameters);
        this.rules = List.copyOf(rules);
        this.rulesWithoutCatalog = List.copyOf(rulesWithoutCatalog);
        this.effects = List.copyOf(effects);
    }

    /**
     * A specification of these parameters.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public static ParameterSpec of(Parameter<?>... parameters) {
        Set<String> names = new HashSet<>();
        for (Parameter<?> parameter : parameters) {
            if (!names.add(parameter.name())) {
                throw new IllegalArgumentException("two parameters are named " + parameter.name());
            }
        }
        return new ParameterSpec(List.of(parameters), List.of(), List.of(), List.of());
    }

    /**
     * This specification with a rule between parameters.
     *
     * @param parameter the one that is at fault where the rule is broken
     * @param holds whether complete and valid parameters keep the rule
     * @param fault what is wrong with a parameter that does not, starting with a verb
     * @param remedy what to do
     */
    public ParameterSpec rule(Parameter<?> parameter, Predicate<Parameters> holds, String fault, String remedy) {
        return rule(holds, Violation.withRemedy(parameter.name(), fault, remedy));
    }

    /**
     * This specification with a rule of a parameter alone, or of its value beside those of others.
     *
     * @param holds whether complete and valid parameters keep the rule
     * @param allowed what the parameter must be, starting with a verb
     */
    public ParameterSpec rule(Parameter<?> parameter, Predicate<Parameters> holds, String allowed) {
        return rule(holds, Violation.of(parameter.name(), allowed));
    }

    private ParameterSpec rule(Predicate<Parameters> holds, Violation violation) {
        return new ParameterSpec(parameters, with(rules, holds, violation), rulesWithoutCatalog, effects);
    }

    /**
     * This specification with a rule that a parameter has an effect beside some values of others alone. Beside the other
     * values it must be its default, as it is in complete parameters that nobody named one by one. Where somebody did,
     * {@link #withoutEffect} tells.
     *
     * @param parameter one of the parameters
     * @param has whether the parameter has an effect in complete and valid parameters
     * @param fault what is wrong if it has none, starting with a verb
     * @param remedy what to do
     */
    public ParameterSpec effect(Parameter<?> parameter, Predicate<Parameters> has, String fault, String remedy) {
        Violation violation = Violation.withRemedy(parameter.name(), fault, remedy);
        List<Effect> more = new ArrayList<>(effects);
        more.add(new Effect(parameter.name(), has, violation));
        return new ParameterSpec(
                parameters,
                with(rules, given -> has.test(given) || isDefault(parameter, given), violation),
                rulesWithoutCatalog,
                more);
    }

    private static <T> boolean isDefault(Parameter<T> parameter, Parameters given) {
        return parameter.of(given).equals(parameter.defaultValue());
    }

    /**
     * What is wrong with naming parameters beside which others leave them without effect, whatever their values. An option that
     * somebody typed is refused for it even if it says the default.
     *
     * @param named the names of parameters that were given one by one
     * @param complete all parameters, valid
     * @return a violation for each that has no effect, with the remedy
     */
    public List<Violation> withoutEffect(Collection<String> named, Parameters complete) {
        return effects.stream()
                .filter(effect -> named.contains(effect.parameter) && !effect.has.test(complete))
                .map(effect -> valued(effect.violation, complete))
                .toList();
    }

    /**
     * This specification with a rule for trainings that get no catalog.
     *
     * @param parameter the one that makes no sense without a catalog
     * @param holds whether complete and valid parameters make sense without a catalog
     * @param fault what is wrong with a parameter that does not, starting with a verb
     * @param remedy what to do
     */
    public ParameterSpec ruleWithoutCatalog(
            Parameter<?> parameter, Predicate<Parameters> holds, String fault, String remedy) {
        Violation violation = Violation.withRemedy(parameter.name(), fault, remedy);
        return new ParameterSpec(parameters, rules, with(rulesWithoutCatalog, holds, violation), effects);
    }

    private static List<Rule> with(List<Rule> rules, Predicate<Parameters> holds, Violation violation) {
        List<Rule> more = new ArrayList<>(rules);
        more.add(new Rule(holds, violation));
        return more;
    }

    /** The parameters. */
    public List<Parameter<?>> parameters() {
        return parameters;
    }

    /** The parameter of this name. */
    public Optional<Parameter<?>> find(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    /** All defaults. */
    public Parameters defaults() {
        return complete(Parameters.empty());
    }

    /**
     * All parameters in the order of this specification: those given in their normal form, the defaults of the others.
     *
     * @throws InvalidParametersException naming every parameter that is unknown or not allowed, and every rule broken
     */
    public Parameters complete(Parameters given) {
        List<Violation> violations = new ArrayList<>();
        Parameters complete = Parameters.empty();
        for (Parameter<?> parameter : parameters) {
            try {
                complete = normal(parameter, given, complete);
            } catch (InvalidParametersException e) {
                violations.addAll(e.details());
            }
        }
        for (String name : given.names()) {
            if (find(name).isEmpty()) {
                violations.add(Violation.unknown(
                                name,
                                "is not a parameter",
                                parameters.stream().map(Parameter::name).toList())
                        .value(text(given).getOrDefault(name, "")));
            }
        }
        if (violations.isEmpty()) {
            violations.addAll(broken(rules, complete));
        }
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
        return complete;
    }

    /**
     * Parameters for people, by name: each value as {@link Parameter#read} takes it, such as {@code all} where the
     * parameter has this word for none. What is no parameter of this specification is as {@link Parameters#toText} has it.
     */
    public Map<String, String> text(Parameters given) {
        Map<String, String> text = new LinkedHashMap<>(given.toText());
        text.replaceAll((name, plain) ->
                find(name).map(parameter -> parameter.text(given)).orElse(plain));
        return text;
    }

    /** The rules for trainings without a catalog that complete parameters break, each with the remedy. */
    public List<Violation> violationsWithoutCatalog(Parameters complete) {
        return broken(rulesWithoutCatalog, complete);
    }

    private List<Violation> broken(List<Rule> rules, Parameters complete) {
        return rules.stream()
                .filter(rule -> !rule.holds.test(complete))
                .map(rule -> valued(rule.violation, complete))
                .toList();
    }

    /** A violation with the value that the parameter has. */
    private Violation valued(Violation violation, Parameters complete) {
        return violation.field().map(text(complete)::get).map(violation::value).orElse(violation);
    }

    private static <T> Parameters normal(Parameter<T> parameter, Parameters given, Parameters complete) {
        return parameter.put(complete, parameter.of(given));
    }
}
