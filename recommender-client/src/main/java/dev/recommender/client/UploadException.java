package dev.recommender.client;

import java.io.IOException;

/** A file was not sent whole. The parts that have arrived stay for a week, and need not be sent again. */
public final class UploadException extends IOException {
    private static final long serialVersionUID = 1;

    private final String upload;

    UploadException(String upload, String message, Exception cause) {
        super(message + "; go on with resumeUpload(\"" + upload + "\", …)", cause);
        this.upload = upload;
    }

    /** What names the upload for {@link RecommenderClient#resumeUpload}. */
    public String upload() {
        return upload;
    }
}
