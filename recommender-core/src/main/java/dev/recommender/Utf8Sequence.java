package dev.recommender;

/**
 * Text that is there as UTF-8 bytes, too. A source that reads bytes can hand its ids over as such, which spares the sink
 * from encoding them.
 */
public interface Utf8Sequence extends CharSequence {
    /** An array that holds the text's bytes, valid UTF-8; as short-lived as the sequence, and not to be changed. */
    byte[] bytes();

    /** Where the text starts in the array; asked after {@link #bytes}. */
    int start();

    /** Where the text ends in the array, exclusive; asked after {@link #bytes}. */
    int end();
}
