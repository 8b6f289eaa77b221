package dev.recommender.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command did: its exit status, and what it wrote. */
record Run(int status, String out, String err) {
    static Run of(Object... arguments) {
        return to(new StringWriter(), arguments);
    }

    /** Runs a command whose output can be read while it runs. */
    static Run to(StringWriter out, Object... arguments) {
        String[] words = new String[arguments.length];
        for (int at = 0; at < words.length; at++) {
            words[at] = String.valueOf(arguments[at]);
        }
        StringWriter err = new StringWriter();
        int status = Main.run(words, new PrintWriter(out), new PrintWriter(err));
        return new Run(status, out.toString(), err.toString());
    }
}
