package dev.recommender.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The standard output, whose reader may have seen enough, as {@code head} has. */
final class Output extends FilterOutputStream {
    Output(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("pipe")) {
                throw new ReaderGoneException(e);
            }
            throw e;
        }
    }

    /** Nobody reads the output any more, so there is nothing left to do. Print writers would swallow a checked one. */
    static final class ReaderGoneException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderGoneException(IOException cause) {
            super(cause);
        }
    }
}
