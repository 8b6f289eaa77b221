package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Goldens;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with what the Python package makes of the same events. */
class SplitGoldenTest {
    static Stream<Arguments> chronologicalSplits() {
        return Stream.of(
                Arguments.of("chrono_item_075", Split.chronological(0.75).byItem()),
                Arguments.of("chrono_user_050", Split.chronological(0.5)),
                Arguments.of("chrono_user_060_020_020", Split.chronological(List.of(0.6, 0.2, 0.2))),
                Arguments.of("chrono_user_075", Split.chronological(0.75)),
                Arguments.of("chrono_user_075_min3", Split.chronological(0.75).minimumEvents(3)),
                Arguments.of("chrono_user_235", Split.chronological(List.of(2.0, 3.0, 5.0))));
    }

    /** Random parts hold other events than the reference's, whose generator is numpy's, but as many. */
    static Stream<Arguments> randomSplits() {
        return Stream.of(
                Arguments.of("random_075_seed42", Split.random(0.75, 42)),
                Arguments.of("random_532_seed42", Split.random(List.of(5.0, 3.0, 2.0), 42)),
                Arguments.of("stratified_user_050_seed42", Split.stratified(0.5, 42)),
                Arguments.of("stratified_user_075_seed42", Split.stratified(0.75, 42)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chronologicalSplits")
    void chronologicalPartsHoldTheReferencesEvents(String name, Split split) throws IOException {
        assertThat(rows(split)).isEqualTo(golden(name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("randomSplits")
    void randomPartsHaveTheReferencesSizes(String name, Split split) throws IOException {
        assertThat(sizes(rows(split))).isEqualTo(sizes(golden(name)));
    }

    private static List<Integer> sizes(List<List<Integer>> parts) {
        return parts.stream().map(List::size).toList();
    }

    private static List<List<Integer>> rows(Split split) throws IOException {
        Map<UsageEvent, Integer> rows = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        List<UsageEvent> events = new ArrayList<>();
        for (String[] fields : lines("split/input_tiny.csv")) {
            UsageEvent event = UsageEvent.of(fields[0], fields[1])
                    .weight(Double.parseDouble(fields[2]))
                    .at(Instant.ofEpochSecond(Long.parseLong(fields[3])));
            rows.put(event, Integer.valueOf(fields[4]));
            events.add(event);
        }
        return split.parts(UsageEvents.of(events)).stream()
                .map(part ->
                        TestEvents.list(part).stream().map(rows::get).sorted().toList())
                .toList();
    }

    private static List<List<Integer>> golden(String name) throws IOException {
        Map<String, List<Integer>> parts = new TreeMap<>();
        for (String[] fields : lines("split/" + name + ".csv")) {
            parts.computeIfAbsent(fields[0], part -> new ArrayList<>()).add(Integer.valueOf(fields[1]));
        }
        return parts.values().stream()
                .map(rows -> rows.stream().sorted().toList())
                .toList();
    }

    private static List<String[]> lines(String file) throws IOException {
        return Files.readAllLines(Goldens.path(file)).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }
}
