package dev.recommender.csv;

import dev.recommender.ParsingReason;
import java.io.Closeable;
import java.io.IOException;

/** Records of fields, one by one. A class, not an interface: where only one kind of records is read, calls are direct. */
abstract class Records implements Closeable {
    /** Moves to the next record; says no at the end. */
    abstract boolean next() throws IOException;

    /** Whether the record is not well-formed; then it has no fields. */
    abstract boolean malformed();

    /** Why the record is malformed. */
    abstract ParsingReason reason();

    /** What is wrong with the current record, and how it starts; empty if it is well-formed. */
    abstract String complaint();

    abstract int fieldCount();

    /** A field of the current record, by position. */
    abstract Slice field(int index);

    /** The physical line, from 1, to report the record by: where a malformed one starts, where any other ends. */
    abstract long line();

    /** How many physical lines were read so far. */
    abstract long linesRead();
}
