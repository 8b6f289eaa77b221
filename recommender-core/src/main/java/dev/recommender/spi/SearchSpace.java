package dev.recommender.spi;

import dev.recommender.Parameters;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Which parameters of an algorithm are worth trying on new data, and in which order. Immutable.
 *
 * <p>A search tries the starts. Then it goes through the steps, round by round. Each step proposes changes of the best
 * parameters so far. The first round tries the values that are far apart, and later rounds go between them.
 *
 * @param starts what is always tried, in this order; the first is usually {@link Parameters#empty}, the defaults
 * @param steps what to change then, what matters most and costs least first
 */
public record SearchSpace(List<Parameters> starts, List<Step> steps) {
    public SearchSpace {
        starts = List.copyOf(starts);
        steps = List.copyOf(steps);
    }

    /** The defaults alone. */
    public static SearchSpace ofDefaults() {
        return new SearchSpace(List.of(Parameters.empty()), List.of());
    }

    /** Tells changes of parameters that make the same model, by what was counted when that was trained. */
    @FunctionalInterface
    public interface Idle {
        /**
         * Whether a change makes the model that is there already.
         *
         * @param best the parameters of that model
         * @param change the parameters that would be changed
         * @param counts {@link dev.recommender.TrainingStatistics#counts} of its training; may lack any of them
         */
        boolean same(Parameters best, Parameters change, Map<String, Long> counts);
    }

    /**
     * One question that a search asks.
     *
     * @param name what it is about: usually the name of the parameter
     * @param parameters the names of the parameters that it changes
     * @param needsTimes whether the answer depends on the times of events, so that it is not asked where none has one
     * @param proposals what to try in a round, from 0: parameters to change, given the best so far. None if the round has
     *     nothing to try
     * @param idle tells changes that are not worth a training, since the model would be the same
     */
    public record Step(
            String name,
            List<String> parameters,
            boolean needsTimes,
            BiFunction<Parameters, Integer, List<Parameters>> proposals,
            Idle idle) {
        public Step {
            parameters = List.copyOf(parameters);
        }

        /** A step of which every change can make another model. */
        public Step(
                String name,
                List<String> parameters,
                boolean needsTimes,
                BiFunction<Parameters, Integer, List<Parameters>> proposals) {
            this(name, parameters, needsTimes, proposals, (best, change, counts) -> false);
        }

        /** Tries values of one parameter in the first round. */
        public static <T> Step of(Parameter<T> parameter, List<T> values) {
            List<Parameters> changes = put(parameter, values);
            return new Step(
                    parameter.name(),
                    List.of(parameter.name()),
                    false,
                    (best, round) -> round == 0 ? changes : List.of());
        }

        /** Tries combinations of several parameters in the first round. */
        public static Step of(String name, List<Parameters> changes) {
            List<String> names = changes.stream()
                    .flatMap(change -> change.names().stream())
                    .distinct()
                    .toList();
            return new Step(name, names, false, (best, round) -> round == 0 ? changes : List.of());
        }

        /**
         * Tries values in the first round. In each later round it tries the best value so far less and more a distance,
         * within the parameter's range. The distance is halved from round to round.
         *
         * @param distance the distance of the second round; positive
         */
        public static Step around(Parameter<Double> parameter, double distance, List<Double> values) {
            return new Step(parameter.name(), List.of(parameter.name()), false, (best, round) -> {
                if (round == 0) {
                    return put(parameter, values);
                }
                double step = distance * Math.pow(0.5, round - 1);
                double value = parameter.of(best);
                return put(
                        parameter,
                        allowed(parameter, List.of(Math.max(0, rounded(value - step)), rounded(value + step))));
            });
        }

        /**
         * Tries values in the first round. In each later round it divides and multiplies the best value so far by a
         * factor, within the parameter's range, unless that is the parameter's word. The factor's root is taken from round
         * to round.
         *
         * @param factor the factor of the second round; greater than 1
         */
        public static Step byFactor(Parameter<OptionalDouble> parameter, double factor, List<OptionalDouble> values) {
            return new Step(parameter.name(), List.of(parameter.name()), false, (best, round) -> {
                if (round == 0) {
                    return put(parameter, values);
                }
                OptionalDouble value = parameter.of(best);
                if (value.isEmpty()) {
                    return List.of();
                }
                double step = Math.pow(factor, Math.pow(0.5, round - 1));
                return put(
                        parameter,
                        allowed(
                                parameter,
                                List.of(
                                        OptionalDouble.of(rounded(value.getAsDouble() / step)),
                                        OptionalDouble.of(rounded(value.getAsDouble() * step)))));
            });
        }

        /**
         * Multiplies one parameter's best value so far by a factor and divides another's by it, and the other way round, where both
         * stay within their ranges. The factor's root is taken from round to round. Suits two parameters whose product matters
         * more than either.
         *
         * @param factor the factor of the first round; greater than 1
         */
        public static Step byOppositeFactors(
                String name, Parameter<Double> one, Parameter<Double> other, double factor) {
            return new Step(name, List.of(one.name(), other.name()), false, (best, round) -> {
                double step = Math.pow(factor, Math.pow(0.5, round));
                return Stream.of(1 / step, step)
                        .map(by -> List.of(rounded(one.of(best) * by), rounded(other.of(best) / by)))
                        .filter(pair -> isAllowed(one, pair.get(0)) && isAllowed(other, pair.get(1)))
                        .map(pair -> other.put(one.put(Parameters.empty(), pair.get(0)), pair.get(1)))
                        .toList();
            });
        }

        /** This step for events with times only. */
        public Step whereTimesAre() {
            return new Step(name, parameters, true, proposals, idle);
        }

        /** This step without changes that are known to make the same model. */
        public Step without(Idle changes) {
            return new Step(name, parameters, needsTimes, proposals, changes);
        }

        private static <T> List<Parameters> put(Parameter<T> parameter, List<T> values) {
            return values.stream()
                    .map(value -> parameter.put(Parameters.empty(), value))
                    .toList();
        }

        /** The values within the range; beyond it there is nothing to try. */
        private static <T> List<T> allowed(Parameter<T> parameter, List<T> values) {
            return values.stream().filter(value -> isAllowed(parameter, value)).toList();
        }

        private static <T> boolean isAllowed(Parameter<T> parameter, T value) {
            try {
                parameter.require(value);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        /** To three significant digits, so that what is found can be written down. */
        private static double rounded(double value) {
            return value == 0
                    ? 0
                    : new BigDecimal(value).round(new MathContext(3)).doubleValue();
        }
    }
}
