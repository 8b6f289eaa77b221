package dev.recommender.sar;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.recommender.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A reference file: named columns and rows of text. */
record Table(List<String> columns, List<List<String>> rows) {
    /** A shared file with a header line. */
    static Table read(String file) {
        List<List<String>> records = records(file);
        return new Table(records.get(0), records.subList(1, records.size()));
    }

    /** The fields of a shared file without a header. */
    static List<List<String>> records(String file) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(SharedData.require(file))) {
            List<List<String>> records = new ArrayList<>();
            reader.forEach(record -> records.add(record.getFields()));
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(List<String> row, String column) {
        return row.get(columns.indexOf(column));
    }

    double number(List<String> row, String column) {
        return number(text(row, column));
    }

    /** The table as a matrix: row names in the first column, column names in the header. */
    Map<String, Map<String, Double>> matrix() {
        Map<String, Map<String, Double>> matrix = new LinkedHashMap<>();
        for (List<String> row : rows) {
            Map<String, Double> cells = new LinkedHashMap<>();
            for (int column = 1; column < columns.size(); column++) {
                cells.put(columns.get(column), number(row.get(column)));
            }
            matrix.put(row.get(0), cells);
        }
        return matrix;
    }

    /** Numbers as Python, R and Java spell them. */
    private static double number(String text) {
        return switch (text) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "NA", "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
