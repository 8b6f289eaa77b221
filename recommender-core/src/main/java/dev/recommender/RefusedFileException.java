package dev.recommender;

/**
 * A file was refused as a whole, because it could only be guessed what it means: it is no text, say, or its columns
 * contradict what they were said to hold.
 */
public final class RefusedFileException extends ParsingException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final String remedy;

    /**
     * Makes the exception.
     *
     * @param file the file's path or name, and the line where there is one: {@code usage.csv:3}
     * @param fault what is wrong, as it stands after the file's name: {@code is a Parquet file, which is no text}
     * @param remedy what to do about it, as an imperative sentence without its full stop
     * @param report what was read until then
     */
    public RefusedFileException(String file, String fault, String remedy, ParsingReport report) {
        super(report, file + " " + fault + "; " + remedy);
        this.file = file;
        this.remedy = remedy;
    }

    /** The same where nothing was read yet. */
    public RefusedFileException(String file, String fault, String remedy) {
        this(file, fault, remedy, ParsingReport.clean(0));
    }

    /** The file, and the line where there is one. */
    public String file() {
        return file;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
