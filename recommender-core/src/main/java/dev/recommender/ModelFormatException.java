package dev.recommender;

import java.util.Locale;

/** A file is not a model that this version of the library can open. Nothing was loaded from it. */
public abstract class ModelFormatException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final String file;

    private ModelFormatException(String file, String problem) {
        super(file + ": " + problem);
        this.file = file;
    }

    /** The file's name as it was given. */
    public String file() {
        return file;
    }

    /** The file is something else than a model. */
    public static final class NotAModel extends ModelFormatException {
        private static final long serialVersionUID = 1;

        public NotAModel(String file) {
            super(file, "not a recommender model (it does not start as one); check the path");
        }
    }

    /** The file is a model of another kind, or of one that no installed algorithm opens. */
    public static final class OtherKind extends ModelFormatException {
        private static final long serialVersionUID = 1;

        private final String kind;

        public OtherKind(String file, String kind, String expected) {
            super(
                    file,
                    "a model of kind " + kind + ", not " + expected
                            + "; open it with Models.open, and with the algorithm that made it on the class path");
            this.kind = kind;
        }

        /** The kind that the file names. */
        public String kind() {
            return kind;
        }
    }

    /** The file ends too early. */
    public static final class Truncated extends ModelFormatException {
        private static final long serialVersionUID = 1;

        public Truncated(String file, long expected, long actual) {
            super(
                    file,
                    String.format(
                            Locale.ROOT,
                            "truncated: %,d bytes expected, %,d found; copy or save the model again",
                            expected,
                            actual));
        }
    }

    /** The file's content contradicts its checksums or itself. */
    public static final class Corrupt extends ModelFormatException {
        private static final long serialVersionUID = 1;

        public Corrupt(String file, String problem) {
            super(file, "corrupt: " + problem + "; copy or save the model again");
        }
    }

    /** The file was written in a newer format than this library reads. */
    public static final class NewerVersion extends ModelFormatException {
        private static final long serialVersionUID = 1;

        private final int version;

        public NewerVersion(String file, int version, int newestReadable) {
            super(
                    file,
                    "written in format version " + version + ", but this library reads up to version " + newestReadable
                            + "; use a newer library");
            this.version = version;
        }

        /** The format version that the file names. */
        public int version() {
            return version;
        }
    }
}
