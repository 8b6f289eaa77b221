package dev.recommender;

/** When the content of a model file is checked: its checksums, and that everything in it lies where it should. */
public enum Verification {
    /** All of it, before the model is opened. Takes as long as reading the file. For files from anywhere. */
    ON_OPEN,

    /**
     * Verifies everything but the rows of similarities and histories when the model is opened. Verifies each row when
     * it is first used; that use may throw {@link dev.recommender.ModelFormatException.Corrupt}. As safe as
     * {@link #ON_OPEN}, and opens at once.
     */
    LAZY,

    /**
     * Nothing but the header. Only for files that are known to be whole and from a trusted source, such as a file whose
     * digest was just checked. The answers of a damaged model are undefined, and so are the exceptions that it throws.
     */
    NONE
}
