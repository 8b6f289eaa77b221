package dev.recommender.spi;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
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

    private record Rule(Predicate<Parameters> holds, String violation) {}

    /** Beside which values of others a parameter has an effect. */
    private record Effect(String parameter, Predicate<Parameters> has, String violation) {}

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
     * @param holds whether complete and valid parameters keep the rule
     * @param violation what is wrong with those that do not, naming the parameters and the remedy
     */
    public ParameterSpec rule(Predicate<Parameters> holds, String violation) {
        return new ParameterSpec(parameters, with(rules, holds, violation), rulesWithoutCatalog, effects);
    }

    /**
     * This specification with a rule that a parameter has an effect beside some values of others alone. Beside the other
     * values it must be its default, as it is in complete parameters that nobody named one by one. Where somebody did,
     * {@link #withoutEffect} tells.
     *
     * @param parameter one of the parameters
     * @param has whether the parameter has an effect in complete and valid parameters
     * @param violation what is wrong if it has none, starting with its name and naming the remedy
     */
    public ParameterSpec effect(Parameter<?> parameter, Predicate<Parameters> has, String violation) {
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
    public List<String> withoutEffect(Collection<String> named, Parameters complete) {
        return effects.stream()
                .filter(effect -> named.contains(effect.parameter) && !effect.has.test(complete))
                .map(Effect::violation)
                .toList();
    }

    /**
     * This specification with a rule for trainings that get no catalog.
     *
     * @param holds whether complete and valid parameters make sense without a catalog
     * @param violation what is wrong with those that do not, naming the parameters and the remedy
     */
    public ParameterSpec ruleWithoutCatalog(Predicate<Parameters> holds, String violation) {
        return new ParameterSpec(parameters, rules, with(rulesWithoutCatalog, holds, violation), effects);
    }

    private static List<Rule> with(List<Rule> rules, Predicate<Parameters> holds, String violation) {
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
        List<String> violations = new ArrayList<>();
        Parameters complete = Parameters.empty();
        for (Parameter<?> parameter : parameters) {
            try {
                complete = normal(parameter, given, complete);
            } catch (InvalidParametersException e) {
                violations.addAll(e.violations());
            }
        }
        for (String name : given.names()) {
            if (find(name).isEmpty()) {
                violations.add(name + " is not a parameter; there are "
                        + parameters.stream().map(Parameter::name).toList());
            }
        }
        if (violations.isEmpty()) {
            violations.addAll(broken(rules, complete));
        }
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
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
    public List<String> violationsWithoutCatalog(Parameters complete) {
        return broken(rulesWithoutCatalog, complete);
    }

    private static List<String> broken(List<Rule> rules, Parameters complete) {
        return rules.stream()
                .filter(rule -> !rule.holds.test(complete))
                .map(Rule::violation)
                .toList();
    }

    private static <T> Parameters normal(Parameter<T> parameter, Parameters given, Parameters complete) {
        return parameter.put(complete, parameter.of(given));
    }
}
